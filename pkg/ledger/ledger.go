// Package ledger reads and writes the history that proves a service catalogue:
// entries (signed commits), versions (signed tags) and trees, as raw Git objects
// that are hashed again and read strictly. It refuses to know what a record says,
// who may do what, and what a signature is worth: records are bytes, signing is a
// function handed in, judging belongs to package audit. Objects are read and written
// here, with bounds on what they may cost; go-git is asked for those that are not found.
// The index, the work tree and refs are moved by stock git alone.
package ledger

import "strings"

// The ledger paths of format 1, from the root (docs/format.md, "Paths").
const procedureFile = "procedure.yaml"

// IsLedgerPath reports whether a path, counted from the ledger's root, belongs to
// the ledger: procedure.yaml and all at or below the folders of records.
func IsLedgerPath(path string) bool {
	top, _, _ := strings.Cut(path, "/")
	if top == procedureFile {
		return path == procedureFile
	}
	return isRecordFolder(top)
}

func isRecordFolder(name string) bool {
	switch name {
	case "requests", "meetings", "versions", "reviews", "agreements", "improvements", "rulings", "confirmations":
		return true
	}
	return false
}

// Below gives a path, counted from the top of the tree, counted from a ledger's root, and
// whether it lies there. Where it does not it is given as it is.
func Below(root, path string) (string, bool) {
	if root == "." {
		return path, true
	}
	return strings.CutPrefix(path, root+"/")
}
