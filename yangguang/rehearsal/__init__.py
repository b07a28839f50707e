"""A county's copy to train in and to try changed processes: its clock runs ahead, its messages stay inside, every page says so."""
