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
	promisors := slices.DeleteFunc(r.remotesWith("promisor"), func(name string) bool {
		return strings.EqualFold(r.config["remote."+name+".promisor"], "false")
	})
	return append(promisors, "")[0]
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
	names := r.remotesWith("url")
	if slices.Contains(names, "origin") {
		return "origin"
	}
	return append(names, "")[0]
}

// remotesWith are the other repositories for which git has some setting, by name.
func (r *Repository) remotesWith(setting string) []string {
	var names []string
	for key := range r.config {
		inside, is := strings.CutPrefix(key, "remote.")
		if name, has := strings.CutSuffix(inside, "."+setting); is && has {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}
