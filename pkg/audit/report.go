package audit

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/ledger"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// Violation is one breach of the ledger's rules, or (W_…) something a reader
// should know.
type Violation struct {
	Code    string           // stable, such as E_ROLE
	Entry   int              // number the commit claims; -1 where it claims none
	Commit  ledger.ID        // zero where no commit is meant
	Path    string           // from the ledger's root; empty where no file is meant
	More    []string         // other files, where it is about several
	Who     string           // the person the commit names; empty where none
	Message finding.Sentence // what is wrong
}

// Warning reports whether the history is good in spite of it.
func (v Violation) Warning() bool { return strings.HasPrefix(v.Code, "W_") }

// Report is what a verification found.
type Report struct {
	Ledger     ledger.Digest // the ledger's id: the one fingerprint
	Root       string        // the catalogue folder
	Ref        string        // the ledger branch
	Prefix     string        // how the tags of versions begin, as genesis says; empty without a genesis
	Entries    int           // sound entries, genesis included
	Drafts     int           // other commits on the chain
	Repaired   int           // commits that were not by the procedure, and that a repair names
	Last       Mark          // the last sound entry
	At         time.Time     // its committer time
	Marks      []Mark        // sound entries by rising number; all of those judged here
	From       *Ground       // the entry that judging went on from; nil: all was judged
	Ground     Ground        // the last sound entry, to go on from another time
	Tags       []Tag         // the tags under the ledger's prefix, by name
	Versions   []Version     // sound versions in their order
	Owed       []Owed        // the reviews of emergencies that are still to be held
	Procedure  *procedure.Procedure
	Disputes   []procedure.Dispute  // those that nobody has ruled on yet
	Offences   []Offence            // commits that no repair names yet, in the order of the chain; nil with From
	Sound      map[string]ledger.ID // what sound entries left: ledger path → blob; nil with From
	Violations []Violation
}

// add notes what is about one entry, or a commit that is none (number -1).
func (r *Report) add(code string, m Mark, text finding.Sentence) {
	r.Violations = append(r.Violations, Violation{Code: code, Entry: m.Number, Commit: m.Commit, Message: text})
}

// whole notes what is about the history as a whole.
func (r *Report) whole(code string, text finding.Sentence) { r.add(code, Mark{Number: -1}, text) }

// rules notes what is about the procedure now in force.
func (r *Report) rules(code string, text finding.Sentence) {
	r.Violations = append(r.Violations, Violation{Code: code, Entry: -1, Path: records.ProcedureFile, Message: text})
}

// about notes what is about a version, at the entry that published it.
func (r *Report) about(v Version, code string, text finding.Sentence) {
	r.Violations = append(r.Violations, Violation{
		Code: code, Entry: v.Number, Commit: v.Commit, Path: records.VersionPath(v.Version), Who: string(v.Signer), Message: text,
	})
}

// Mark is one entry by its number and the digest of its raw commit.
type Mark struct {
	Number int
	Digest ledger.Digest
	Commit ledger.ID
}

// mark finds a sound entry by its number.
func (r *Report) mark(number int) (Mark, bool) {
	i, found := slices.BinarySearchFunc(r.Marks, number, func(m Mark, n int) int { return m.Number - n })
	if !found {
		return Mark{}, false
	}
	return r.Marks[i], true
}

// Version is one published version as the ledger proves it.
type Version struct {
	Mark
	Version catalogue.Version
	Digest  catalogue.Digest // of its services
	Signer  procedure.PersonID
	Void    bool // the entry that published it was ruled void
	// Emergency says that it was published without the review of some request.
	Emergency bool
	role      string
}

// Good reports whether there is no violation but warnings.
func (r *Report) Good() bool {
	for _, v := range r.Violations {
		if !v.Warning() {
			return false
		}
	}
	return true
}

// CannotJudge reports whether nothing but the lack of something to judge by
// stands against the history (exit code 5).
func (r *Report) CannotJudge() bool {
	missing := false
	for _, v := range r.Violations {
		switch v.Code {
		case "E_TRUST_ROOT", "E_SHALLOW", "E_TAGS_ABSENT", "E_LIMIT":
			missing = true
		default:
			if !v.Warning() {
				return false
			}
		}
	}
	return missing
}
