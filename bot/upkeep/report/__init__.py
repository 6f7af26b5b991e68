"""The figures of some weeks as one page: counted, drawn, laid out. No figure is of a person."""
