package ledger

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// Partial is the other repository that a partial clone (git clone --filter) has left
// objects at; empty where this is none. They are not asked for unless something is
// written: looking never uses the network.
func (r *Repository) Partial() string {
	if name := r.config["extensions.partialclone"]; name != "" {
		return name
	}
	var names []string
	for key, value := range r.config {
		name, is := strings.CutSuffix(strings.TrimPrefix(key, "remote."), ".promisor")
		if is && strings.HasPrefix(key, "remote.") && !strings.EqualFold(value, "false") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}

// lacking says why an object may be missing, and how to get it.
func (r *Repository) lacking(id ID) error {
	fault := missing(id).(*finding.Fault)
	switch from := r.Partial(); {
	case r.shallow:
		fault.Message = finding.Say("this clone is shallow, and the Git object %s lies beyond what it has", id)
		fault.Hint = finding.Say("fetch the whole history: git fetch --unshallow")
	case from != "":
		fault.Message = finding.Say("this clone is partial: it left the Git object %s at %s", id, from)
		fault.Hint = finding.Say("fetch what was left there: git fetch --refetch --no-filter %s", from)
	case r.remote() != "":
		fault.Hint = finding.Say("fetch everything anew: git fetch --refetch %s (Git 2.36 or newer), or clone again from a whole copy", r.remote())
	}
	return fault
}

// remote is another repository that this one knows: origin, or the first by name; empty
// where there is none.
func (r *Repository) remote() string {
	var names []string
	for key := range r.config {
		name, is := strings.CutSuffix(strings.TrimPrefix(key, "remote."), ".url")
		if is && name == "origin" {
			return name
		}
		if is && strings.HasPrefix(key, "remote.") {
			names = append(names, name)
		}
	}
	if len(names) == 0 {
		return ""
	}
	return slices.Min(names)
}
