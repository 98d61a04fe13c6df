"""A country that does not exist: reference folder and monthly returns of its counties, for benches and tests."""
