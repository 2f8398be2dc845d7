"""The files in docs/ that hold data: study files, records, the bibliography and statements."""
