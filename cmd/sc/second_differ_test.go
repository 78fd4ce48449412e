package main

// otherCodes are the histories that both verifiers find bad for other reasons, or for
// more of them, and why that is so. Where one commit breaks several rules, what stands
// on the first breach is not said by both alike.
func otherCodes() map[string]string {
	return map[string]string{
		"a record that is a submodule":       "sc reads the file before it looks at the mode, and then takes the entry to change nothing",
		"a tree that lies":                   "sc stops at the tree that it cannot believe; the second verifier names the entry on it too",
		"a file outside the root":            "what stands outside the root has no path from it: sc hashes it under one, the second verifier does not",
		"a file beside genesis":              "the same",
		"a tag in another role":              "sc says E_KEY_RETIRED of a key that was never retired",
		"a file of another requirement":      "sc compares the digest of a file that no step of its requirement names",
		"a repair that names the record too": "sc computes SC-Content of what SC-Record names",
		"records before genesis":             "sc reads the records of an unsigned commit too",
		"a file in a folder":                 "sc reads on in an entry with a file in no place",
	}
}

// otherVerdicts are the histories that one of them finds good, or cannot judge, and
// the other does not: each is a fault of sc that is known.
func otherVerdicts() map[string]string {
	return map[string]string{
		"a missing object":              "sc ends with 1, for it takes the entry to change nothing; that nothing can be judged is 5",
		"what rests on a void approval": "sc forgets that an entry is void once the amendment behind it is ratified",
	}
}
