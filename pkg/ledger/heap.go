package ledger

import (
	"os"
	"path/filepath"
	"strconv"
)

// Where git itself counts from: objects whose names begin so are one in 256.
const (
	sampleFolder = "17"
	sampleOf     = 256
	manyLoose    = 6700 // gc.auto, where it is not set
)

// Loose is about how many objects lie in files of their own, as git gc --auto guesses
// it, where these are more than git would let be; else 0. Nothing is ever packed by this
// program: who packs is for the user to say.
func (r *Repository) Loose() int {
	most := manyLoose
	if set, ok := r.Config("gc.auto"); ok {
		if n, err := strconv.Atoi(set); err == nil {
			most = n
		}
	}
	files, err := os.ReadDir(filepath.Join(r.commonDir, "objects", sampleFolder))
	if n := len(files) * sampleOf; err == nil && most > 0 && n > most {
		return n
	}
	return 0
}
