package cli

import (
	"errors"
	"path"

	"github.com/service-catalogue/sc/pkg/audit"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
)

// disguises warns of what makes stock git show another history, or other bytes,
// than those that were judged. Nothing of it is obeyed.
func disguises(repo *ledger.Repository, s audit.Subject) []audit.Violation {
	var found []audit.Violation
	warn := func(code, path string, m finding.Sentence) {
		found = append(found, audit.Violation{Code: code, Entry: -1, Path: path, Message: m})
	}
	if repo.Replaced() {
		warn("W_REPLACE", "", finding.Say("refs/replace/ makes git show other objects here than the ones that were judged; git --no-replace-objects shows those"))
	}
	if repo.Grafted() {
		warn("W_GRAFTS", "", finding.Say("info/grafts makes git show other parents here than the commits have"))
	}
	if !plainBytes(repo.Reader(), s) {
		warn("W_ATTRIBUTES", attributesFile, finding.Say("it is not what \"sc init\" wrote, so that git may change files between the work tree and what is judged"))
	}
	return found
}

// plainBytes reports whether the tip tells git to leave the catalogue's files as they
// are. What cannot be read is for the audit to report.
func plainBytes(objects *ledger.Reader, s audit.Subject) bool {
	tree, _, err := objects.Links(s.Tip)
	if err != nil {
		return true
	}
	at, err := objects.Find(tree, path.Join(s.Root, attributesFile))
	if err != nil {
		return true
	}
	if at.Mode != ledger.Regular {
		return false // git does not follow a link there
	}
	data, err := objects.Blob(at.ID, int64(len(attributes)))
	if errors.Is(err, ledger.ErrMissing) || errors.Is(err, ledger.ErrHash) {
		return true
	}
	return err == nil && string(data) == attributes
}
