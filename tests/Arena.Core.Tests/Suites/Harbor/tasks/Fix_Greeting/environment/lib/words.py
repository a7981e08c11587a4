HELLO = "Good bye"
