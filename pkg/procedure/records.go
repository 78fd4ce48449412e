package procedure

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
)

// The identifiers of records.
type (
	// RequestID names a service level requirement, such as SLR-2026-0012.
	RequestID string
	// MeetingID names a review meeting, such as MTG-2026-0003.
	MeetingID string
)

// Source is where a requirement comes from.
type Source string

// The sources that no customer stands behind; the rest are customers' asks.
const (
	SourceInternal Source = "internal"
	SourceReview   Source = "review"
)

// ForCustomer reports whether a customer stands behind the source.
func (s Source) ForCustomer() bool { return s != SourceInternal && s != SourceReview }

// Request is a service level requirement (SLR, §3.1) with all that was decided
// on it. Only History ever grows.
type Request struct {
	Schema       int                 `yaml:"schema"`
	ID           RequestID           `yaml:"id"`
	Title        catalogue.Text      `yaml:"title"`
	Customer     *Customer           `yaml:"customer,omitempty"`
	Contract     *Contract           `yaml:"contract,omitempty"`
	Source       Source              `yaml:"source"`
	Words        string              `yaml:"words,omitempty"`
	BusinessGoal string              `yaml:"business_goal,omitempty"`
	Asks         []catalogue.Ask     `yaml:"asks,omitempty"`
	Coverage     *catalogue.Coverage `yaml:"coverage,omitempty"`
	Priority     string              `yaml:"priority,omitempty"`
	Value        string              `yaml:"value,omitempty"`
	RaisedBy     string              `yaml:"raised_by"`
	RaisedOn     string              `yaml:"raised_on"`
	Attachments  []Attachment        `yaml:"attachments,omitempty"`
	History      []Event             `yaml:"history,omitempty"`
}

// Strike marks the steps of entries that were ruled void.
func (r *Request) Strike(void map[int]bool) { strike(r.History, void) }

// Customer is who asks. Contact is internal.
type Customer struct {
	Name    string `yaml:"name"`
	Code    string `yaml:"code,omitempty"`
	Contact string `yaml:"contact,omitempty"`
}

// Contract is the contract in whose course the need came up (§5.2).
type Contract struct {
	Ref   string `yaml:"ref,omitempty"`
	Stage string `yaml:"stage,omitempty"`
	DueOn string `yaml:"due_on,omitempty"`
}

// Attachment is a file kept beside the requests of its year.
type Attachment struct {
	Path   string           `yaml:"path"`
	SHA256 catalogue.Digest `yaml:"sha256"`
}

// Event is one step taken on a request: an element of its history. At is the
// committer's time (RFC 3339, to the second), Entry the number of the ledger
// entry that carries it.
type Event struct {
	Step         StepName              `yaml:"step"`
	By           PersonID              `yaml:"by"`
	Role         RoleID                `yaml:"role"`
	At           string                `yaml:"at"`
	Entry        int                   `yaml:"entry"`
	Reason       string                `yaml:"reason,omitempty"`
	ReasonCode   string                `yaml:"reason_code,omitempty"`
	Considered   *Considered           `yaml:"considered,omitempty"`
	Alternatives []catalogue.ServiceID `yaml:"alternatives,omitempty"`
	DuplicateOf  RequestID             `yaml:"duplicate_of,omitempty"`
	Service      catalogue.ServiceID   `yaml:"service,omitempty"`
	Assign       *Assignment           `yaml:"assign,omitempty"`
	Design       []Design              `yaml:"design,omitempty"`
	Meeting      MeetingID             `yaml:"meeting,omitempty"`
	Version      catalogue.Version     `yaml:"version,omitempty"`
	ChangeRef    string                `yaml:"change_ref,omitempty"`
	Text         string                `yaml:"text,omitempty"`
	Correction   *Correction           `yaml:"correction,omitempty"`
	Attachments  []Attachment          `yaml:"attachments,omitempty"`
	Emergency    string                `yaml:"emergency,omitempty"`
	Signatory    *Signatory            `yaml:"signatory,omitempty"`
	Amendment    int                   `yaml:"amendment,omitempty"` // version of the procedure that an amendment brought

	Void bool `yaml:"-"` // ruled void: it does not count; not written in the record itself
}

// Considered are the two criteria of §5.2: the needs of the business and the
// situation of the company.
type Considered struct {
	BusinessNeed     string `yaml:"business_need"`
	CompanySituation string `yaml:"company_situation"`
}

// Assignment gives the design, or an improvement, to a person, with a date it is due on.
type Assignment struct {
	Person PersonID `yaml:"person"`
	DueOn  string   `yaml:"due_on,omitempty"`
}

// Correction puts one field of a request right without touching its bytes.
type Correction struct {
	Field string `yaml:"field"`
	From  string `yaml:"from"`
	To    string `yaml:"to"`
}

// Design binds a request to the bytes of one service: Digest is what shall be
// published, Base what the last version held when it was proposed ("-" if new).
type Design struct {
	Service catalogue.ServiceID `yaml:"service"`
	Change  DesignChange        `yaml:"change"`
	Base    catalogue.Digest    `yaml:"base"`
	Digest  catalogue.Digest    `yaml:"digest"`
}

// DesignChange is what a design does to a service.
type DesignChange string

// The changes; None stands in manifests only.
const (
	Add    DesignChange = "add"
	Modify DesignChange = "modify"
	Retire DesignChange = "retire"
	None   DesignChange = "none"
)

// NoBase is the base of a service that no version holds yet.
const NoBase catalogue.Digest = "-"

// Meeting is the record of a review meeting (§5.4). It never changes.
type Meeting struct {
	Schema    int        `yaml:"schema"`
	ID        MeetingID  `yaml:"id"`
	HeldAt    string     `yaml:"held_at"`
	Chair     PersonID   `yaml:"chair"`
	Recorder  PersonID   `yaml:"recorder"`
	Attendees []Attendee `yaml:"attendees"`
	Items     []Item     `yaml:"items"`
	Actions   []Action   `yaml:"actions,omitempty"`
	Notes     string     `yaml:"notes,omitempty"`
}

// Attendee is someone invited, whether they came and how they voted on the
// results as recorded.
type Attendee struct {
	Person  PersonID `yaml:"person"`
	Role    RoleID   `yaml:"role"`
	Present bool     `yaml:"present"`
	Vote    Vote     `yaml:"vote,omitempty"`
}

// Vote is one attendee's vote.
type Vote string

// The votes.
const (
	For     Vote = "for"
	Against Vote = "against"
	Abstain Vote = "abstain"
)

// Item is what a meeting decided on one request: Result is the step that
// follows, on exactly the design that entry ProposedEntry bound.
type Item struct {
	Request       RequestID `yaml:"request"`
	ProposedEntry int       `yaml:"proposed_entry"`
	Design        []Design  `yaml:"design"`
	Result        StepName  `yaml:"result"`
	Comment       string    `yaml:"comment,omitempty"`
}

// Action is something a meeting asks somebody to do.
type Action struct {
	Text  string `yaml:"text"`
	Owner string `yaml:"owner"`
	Due   string `yaml:"due,omitempty"`
}

// Manifest is the record of a published version: every service with the digest
// of its bytes. It never changes.
type Manifest struct {
	Schema        int               `yaml:"schema"`
	Version       catalogue.Version `yaml:"version"`
	Previous      catalogue.Version `yaml:"previous,omitempty"`
	PublishedAt   string            `yaml:"published_at"`
	PublishedBy   PersonID          `yaml:"published_by"`
	EffectiveFrom string            `yaml:"effective_from"`
	Requests      []RequestID       `yaml:"requests"`
	Meetings      []MeetingID       `yaml:"meetings"`
	ChangeRef     string            `yaml:"change_ref,omitempty"`
	Services      []Published       `yaml:"services"`
	Digest        catalogue.Digest  `yaml:"digest"`
	Notes         catalogue.Text    `yaml:"notes,omitempty"`
	Emergency     string            `yaml:"emergency,omitempty"`
}

// Published is one service of a version. Since is the version that brought its
// present bytes.
type Published struct {
	ID       catalogue.ServiceID `yaml:"id"`
	Digest   catalogue.Digest    `yaml:"digest"`
	Change   DesignChange        `yaml:"change"`
	Severity catalogue.Severity  `yaml:"severity"`
	Since    catalogue.Version   `yaml:"since"`
}
