"""What a round costs, beside bare clients and other watchers that meet the same site in the same run."""
