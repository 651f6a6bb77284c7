"""Whether the addresses that the dossier names still lead to what it cites; alone here may the network be used."""
