// Package pack makes an audit pack: what the records of a ledger show of the clauses of a
// standard, with the documents and the raw records it rests on, in one archive that an
// auditor opens in a browser. It is given facts that were judged and found good, and
// writes files; it knows no Git and no clock, and the same facts give the same bytes.
package pack

import (
	"html/template"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/rulebook"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Facts are what a pack is made of: a ledger as it stood at the end of a period.
type Facts struct {
	Words    wording.Wording
	Standard Standard
	Ledger   string // its id
	From, To string // YYYY-MM-DD, both included; an empty From is the beginning
	Through  Ref    // the last entry that counts

	Rules    *procedure.Procedure
	Services []catalogue.Entry    // of the last version, whole
	Requests []*procedure.Request // all of them

	Improvements []*procedure.Improvement // of the procedure, all of them

	Meetings   []*procedure.Meeting  // all of them
	Versions   []*procedure.Manifest // all that were not ruled void
	Procedures []InForce             // all of them, by their numbers
	Lent       []Lent                // all delegations
	Rulings    []Finding             // rulings and repairs
	Checked    Verification
	Stale      []string                         // what should be seen to about agreements, in words
	Unsigned   map[procedure.MeetingID][]string // voters who did not sign for the minutes, by name

	At     func(path string) Ref // the entry that brought a record, by its path
	Signed func(entry int) Signed

	Seed    string
	Sample  int
	Changes []Change // the requests that were drawn, in the order in which they were
	Files   []File   // documents and raw records
}

// Ref is where something stands in the ledger. A zero Commit is nowhere.
type Ref struct {
	Entry  int
	Commit string
	Tag    string // of a version
}

// Signed is an entry with who signed it.
type Signed struct {
	Ref
	At     string // RFC 3339, as its signer wrote it
	Who    string // name and role
	Key    string // fingerprint
	Digest string // SHA-256 of the raw commit
}

// InForce is a version of the procedure.
type InForce struct {
	Signed
	Number  int
	Changes []string // what it changed of the one before, in words
	People  []Tenure // whom it names
	File    string   // its bytes, in the pack
	Until   int      // the entry that ended it; 0 while it is in force
	Rules   *procedure.Procedure
}

// Tenure is somebody's roles and keys.
type Tenure struct {
	Name, ID string
	Roles    string
	Keys     []string // fingerprints
}

// Lent is a role that was delegated: it acts from the entry behind the one that gave it.
type Lent struct {
	Role, To, By  string
	Given, Ended  Signed // no entry ended it while it acts
	Until, Reason string
}

// Verification is what "sc verify --full" found.
type Verification struct {
	Entries, Drafts, Repaired int
	Warnings                  []Finding
}

// Finding is something that an auditor should know.
type Finding struct {
	Ref
	Code string
	Text string
}

// Change is a request from beginning to end.
type Change struct {
	Request *procedure.Request // as it was corrected
	State   string
	Steps   []Deed
	Meets   []Attendance
	Version string // that published it; empty where none did
	Files   []string

	Agreements []Item // about services that it designed
}

// Deed is a step that was taken.
type Deed struct {
	Signed
	Step string
	What string // its details, in words
	File string // the raw commit, in the pack
}

// Attendance is a review meeting.
type Attendance struct {
	Signed
	ID        string
	HeldAt    string
	Present   string
	Votes     string
	Confirmed string // who signed for the minutes
	File      string // the minutes, in the pack
}

// Kind is what evidence a document is.
type Kind string

// The kinds of documents that belong to a question.
const (
	Documents        Kind = ""                 // to none in particular
	Reports          Kind = "reports"          // measurements of the procedure
	PeriodicReviews  Kind = "periodic_reviews" // minutes of periodic reviews
	Agreements       Kind = "agreements"       // service level agreements
	CatalogueForAll  Kind = "access"           // what customers were given
	CatalogueInside  Kind = "versions"
	ReleaseSheets    Kind = "publications"
	MeetingMinutes   Kind = "reviews"
	ProcedureOnPaper Kind = "procedures"
)

// File is a file of the pack.
type File struct {
	Name  string // with forward slashes
	Title string // empty: it is not listed
	Kind  Kind   // the evidence it is
	Ref   Ref    // that it is a copy of, if it is of one
	Text  []byte
}

// in reports whether a time of the records lies in the period.
func (f *Facts) in(at string) bool {
	day := at[:min(len(at), len("2006-01-02"))]
	return day >= f.From && day <= f.To
}

// Assessed is a pack whose evidence was gathered.
type Assessed struct {
	*Facts
	Clauses []AssessedClause
	Chart   template.HTML
}

// AssessedClause is a clause with what was found of each of its questions.
type AssessedClause struct {
	Number, Title, Sections string
	Questions               []AssessedQuestion
}

// AssessedQuestion is a question with its evidence.
type AssessedQuestion struct {
	Ask string
	Evidence
}

// Assess gathers the evidence of each question.
func Assess(f *Facts) *Assessed {
	a := &Assessed{Facts: f, Chart: template.HTML(rulebook.Book{Rules: f.Rules, Words: f.Words}.Chart())}
	gathered := map[string]Evidence{}
	for _, c := range f.Standard.Clauses {
		clause := AssessedClause{Number: f.Words.Text(c.Number), Title: f.Words.Text(c.Title), Sections: c.Sections}
		for _, q := range c.Questions {
			one := AssessedQuestion{Ask: f.Words.Text(q.Ask)}
			for _, name := range q.Evidence {
				if _, known := gathered[name]; !known {
					gathered[name] = f.gather(name)
				}
				one.Evidence = one.and(gathered[name])
			}
			clause.Questions = append(clause.Questions, one)
		}
		a.Clauses = append(a.Clauses, clause)
	}
	return a
}

// Count is how many questions there are, and how many of them have gaps.
func (a *Assessed) Count() (questions, gaps int) {
	for _, c := range a.Clauses {
		for _, q := range c.Questions {
			questions++
			if len(q.Gaps) > 0 {
				gaps++
			}
		}
	}
	return questions, gaps
}
