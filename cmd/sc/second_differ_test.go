package main

// otherCodes are the histories that both verifiers find bad for other reasons, or for
// more of them, and why that is so. Where one commit breaks several rules, what stands
// on the first breach is not said by both alike.
func otherCodes() map[string]string {
	return map[string]string{
		"a missing object":                   "the second verifier says only that it cannot judge",
		"a tree that lies":                   "sc stops at the tree that it cannot believe; the second verifier names the entry on it too",
		"a file outside the root":            "what stands outside the root has no path from it: sc hashes it under one, the second verifier does not",
		"a file beside genesis":              "the same",
		"a file of another requirement":      "sc compares the digest of a file that no step of its requirement names",
		"a repair that names the record too": "sc computes SC-Content of what SC-Record names",
		"records before genesis":             "sc reads the records of an unsigned commit too",
		"a file in a folder":                 "sc reads on in an entry with a file in no place",
	}
}
