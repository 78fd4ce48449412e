package ledger

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

// tidyAfter is how old a draft of a file is that its writer has left for good.
const tidyAfter = time.Minute

// tidy takes away what killed runs have left in the folders of this program's own.
// Drafts of journals are made by whoever has the turn; the others may still be at work.
func (r *Repository) tidy() {
	var now time.Time
	for _, dir := range []string{filepath.Join(r.gitDir, "sc"), filepath.Join(r.commonDir, "sc")} {
		files, _ := os.ReadDir(dir) // as a rule there is none
		for _, f := range files {
			journal, draft := strings.HasPrefix(f.Name(), journalDraft), strings.HasPrefix(f.Name(), ".sc-")
			if !journal && !draft {
				continue
			}
			if draft {
				if now.IsZero() {
					now = modified(filepath.Join(r.commonDir, "objects"))
				}
				info, err := f.Info()
				draft = err == nil && now.Sub(info.ModTime()) > tidyAfter
			}
			if journal && r.turns.file != nil || draft {
				_ = os.Remove(filepath.Join(dir, f.Name())) // what stays is in nobody's way
			}
		}
	}
}
