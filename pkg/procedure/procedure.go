// Package procedure is the service catalogue management procedure: who may do
// what, to which request, when, and why not. The procedure is data (a Procedure
// value, read from procedure.yaml); a Case is the fold of a request's history;
// every judgement is a pure function of the two, used by the commands before
// they write and by the audit after the fact. The package knows no YAML, no Git,
// no clock and no language.
//
// Sections (§) are those of the procedure's text.
package procedure

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
)

// The identifiers of the procedure.
type (
	// PersonID names a person, such as zhang.wei.
	PersonID string
	// RoleID names a role or a group of roles, such as ops_lead.
	RoleID string
	// StepName names a step, such as approve.
	StepName string
	// State is where a request stands, such as submitted.
	State string
)

// Who may take a step, besides roles and groups.
const (
	Anyone    RoleID = "anyone"    // any person of the procedure who has a role
	Requester RoleID = "requester" // who raised or logged the request
)

// States that a step row may name besides states proper.
const (
	AnyState  State = "any"  // in from: every state that is not final
	SameState State = "same" // in to: the state stays as it is
)

// Procedure is the procedure as data. Version counts its amendments from 1.
type Procedure struct {
	Schema       int                 `yaml:"schema"`
	Version      int                 `yaml:"version"`
	Organisation catalogue.Text      `yaml:"organisation"`
	Languages    []string            `yaml:"languages"`
	Ledger       Ledger              `yaml:"ledger"`
	Roles        map[RoleID]Role     `yaml:"roles"`
	Groups       map[RoleID]Group    `yaml:"groups"`
	People       map[PersonID]Person `yaml:"people"`
	Steps        []Step              `yaml:"steps"`
	Rules        Rules               `yaml:"rules"`
	Calendar     Calendar            `yaml:"calendar"`

	ProcessOwners []ProcessOwner `yaml:"process_owners,omitempty"`
	Delegations   []Delegation   `yaml:"delegations,omitempty"`
}

// ProcessOwner answers for another process, such as service level management (§4.1):
// somebody whom the ops lead stays in contact with. They need be nobody whom the
// procedure knows.
type ProcessOwner struct {
	Process catalogue.Text `yaml:"process"`
	Name    string         `yaml:"name"`
	Contact string         `yaml:"contact,omitempty"`
}

// Ledger says where the entries of the procedure are kept.
type Ledger struct {
	Branch string `yaml:"branch"` // short name
}

// Ref is the full name of the branch, which entries carry.
func (l Ledger) Ref() string { return "refs/heads/" + l.Branch }

// Role is one role of §4 with what it demands.
type Role struct {
	Label  catalogue.Text   `yaml:"label"`
	Duties []catalogue.Text `yaml:"duties,omitempty"`
	Skills []catalogue.Text `yaml:"skills,omitempty"`
}

// Group is several roles that act as one, such as the maintenance group (§4.2).
type Group struct {
	Label catalogue.Text `yaml:"label"`
	Roles []RoleID       `yaml:"roles"`
}

// Person is someone the procedure knows. Without roles they have left.
type Person struct {
	Name  string   `yaml:"name"`
	Email string   `yaml:"email"`
	Roles []RoleID `yaml:"roles"`
	Keys  []Key    `yaml:"keys"`

	Revoked []Revocation `yaml:"revoked,omitempty"`
}

// Revocation takes a stolen or lost key away: what it signed from an entry on is
// disputed (docs/format.md, "Revoked keys, disputes, rulings").
type Revocation struct {
	Key       string `yaml:"key"`
	FromEntry int    `yaml:"from_entry"`
	Reason    string `yaml:"reason"`
}

// Key is a public key a person signs with: "type base64", and the person's proof
// that they hold its private half (docs/format.md, "Judging").
type Key struct {
	Key   string `yaml:"key"`
	Proof string `yaml:"proof,omitempty"`
}

// Step is one row of the flow of work (§5).
type Step struct {
	Name      StepName       `yaml:"name"`
	Label     catalogue.Text `yaml:"label,omitempty"`
	From      []State        `yaml:"from"`
	To        State          `yaml:"to"`
	Final     bool           `yaml:"final,omitempty"`
	By        []RoleID       `yaml:"by"`
	Needs     []Need         `yaml:"needs,omitempty"`
	CarriedBy Carrier        `yaml:"carried_by,omitempty"`
	Of        Subject        `yaml:"of,omitempty"`
}

// Carrier is the kind of entry that alone may take a step.
type Carrier string

// The carriers: none, a review meeting's entry, a version's entry, that of a periodic
// review.
const (
	CarriedAlone      Carrier = ""
	CarriedByReview   Carrier = "review"
	CarriedByPublish  Carrier = "publish"
	CarriedByPeriodic Carrier = "periodic_review"
)

// command is the name of the command that takes the steps of a carrier.
func (c Carrier) command() string { return strings.ReplaceAll(string(c), "_", "-") }

// Rules are the organisation's choices beside the steps.
type Rules struct {
	RequesterNotApprover Segregation `yaml:"requester_not_approver"`
	ReviewerNotPublisher Segregation `yaml:"reviewer_not_publisher"`
	Review               ReviewRules `yaml:"review"`
	ChangeRef            ChangeRef   `yaml:"change_ref"`
	DecideWithin         int         `yaml:"decide_within"` // working days
	ReviewMonths         int         `yaml:"review_months"`
	Keys                 KeyRules    `yaml:"keys"`
	Amend                AmendRules  `yaml:"amend"`
	Emergency            string      `yaml:"emergency"`
	Delegable            []RoleID    `yaml:"delegable,omitempty"` // nil: every role

	EmergencyPublish *EmergencyRules `yaml:"emergency_publish,omitempty"`
}

// Segregation says for which requests two steps need two people.
type Segregation string

// The reaches of a segregation rule.
const (
	ForCustomers Segregation = "customers" // not for sources internal and review
	Always       Segregation = "always"
	Never        Segregation = "never"
)

// ReviewRules say when a meeting may decide (§5.4).
type ReviewRules struct {
	Quorum        int      `yaml:"quorum"`
	RequiredRoles []RoleID `yaml:"required_roles"`
	Majority      Majority `yaml:"majority"`
	Votes         string   `yaml:"votes"` // attested, or VotesSigned
	Confirmations int      `yaml:"confirmations"`
}

// VotesSigned is the rule that every voter confirms the minutes.
const VotesSigned = "signed"

// Majority is the share of the votes cast that a decision needs.
type Majority string

// The majorities: more than half, at least two thirds, all.
const (
	Half      Majority = "half"
	TwoThirds Majority = "two_thirds"
	All       Majority = "all"
)

// ChangeRef says when a version must name a change request (§6).
type ChangeRef struct {
	When    []string `yaml:"when"`
	Pattern string   `yaml:"pattern,omitempty"`
	Link    string   `yaml:"link,omitempty"` // an address with {ref} in it
}

// KeyRules say whether a key needs a proof of possession.
type KeyRules struct {
	Proof string `yaml:"proof"` // optional, or ProofRequired
}

// ProofRequired is the rule that every key but that of genesis has a proof.
const ProofRequired = "require"

// AmendRules say how many people an amendment needs.
type AmendRules struct {
	Approvals int `yaml:"approvals"`
}

// Calendar is the organisation's working time. Dates are "YYYY-MM-DD".
type Calendar struct {
	TimeZone   string   `yaml:"time_zone"`
	Workdays   []string `yaml:"workdays"`
	Holidays   []string `yaml:"holidays,omitempty"`
	MakeupDays []string `yaml:"makeup_days,omitempty"`
}

// Step finds a row by its name.
func (p *Procedure) Step(name StepName) (Step, bool) {
	i := slices.IndexFunc(p.Steps, func(s Step) bool { return s.Name == name })
	if i < 0 {
		return Step{}, false
	}
	return p.Steps[i], true
}

// row is a step that may not be there.
func (p *Procedure) row(name StepName) Step {
	s, _ := p.Step(name)
	return s
}

// Owner finds the person who holds a key ("type base64").
func (p *Procedure) Owner(key string) (PersonID, bool) {
	for _, id := range p.Persons() {
		for _, k := range p.People[id].Keys {
			if k.Key == key {
				return id, true
			}
		}
	}
	return "", false
}

// Revoked reports whether a key was revoked.
func (p *Procedure) Revoked(key string) bool {
	for _, person := range p.People {
		if slices.ContainsFunc(person.Revoked, func(r Revocation) bool { return r.Key == key }) {
			return true
		}
	}
	return false
}

// Persons are the ids of all people, sorted.
func (p *Procedure) Persons() []PersonID { return sortedKeys(p.People) }

// Label is what people call a role, a group, or one of the words anyone and
// requester.
func (p *Procedure) Label(id RoleID) any {
	switch {
	case id == Anyone, id == Requester:
		return word(string(id))
	case !p.Roles[id].Label.IsZero():
		return p.Roles[id].Label
	case !p.Groups[id].Label.IsZero():
		return p.Groups[id].Label
	}
	return string(id)
}

// members are the roles a name stands for: a role itself, a group its roles,
// anyone every role.
func (p *Procedure) members(id RoleID) []RoleID {
	if id == Anyone {
		return sortedKeys(p.Roles)
	}
	if g, ok := p.Groups[id]; ok {
		return g.Roles
	}
	return []RoleID{id}
}

// entitled are the roles that may take a step by role, without the requester.
func (p *Procedure) entitled(s Step) []RoleID {
	var roles []RoleID
	for _, id := range s.By {
		if id != Requester {
			roles = append(roles, p.members(id)...)
		}
	}
	return roles
}

// Holders are the people who may take a step by their role, sorted. To amend takes a
// role of one's own.
func (p *Procedure) Holders(name StepName) []PersonID {
	if name == StepAmend {
		p = p.own()
	}
	return p.withAnyRole(p.entitled(p.row(name)))
}

// Having are the people who hold a role, or one of a group's, sorted.
func (p *Procedure) Having(id RoleID) []PersonID { return p.withAnyRole(p.members(id)) }

func (p *Procedure) withAnyRole(roles []RoleID) []PersonID {
	return slices.DeleteFunc(p.Persons(), func(id PersonID) bool {
		return !intersects(p.RolesOf(id), roles)
	})
}

// Language is the main language of the organisation's records.
func (p *Procedure) Language() string {
	if len(p.Languages) == 0 {
		return "zh"
	}
	return p.Languages[0]
}
