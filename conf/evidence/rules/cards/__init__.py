"""Rules on evidence cards: their findings fit the claims and studies behind them."""
