"""What did they mean? Text in, a route and a matched skill out; nothing here acts."""
