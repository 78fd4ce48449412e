package cli

import (
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// statusJSON is the status for programs.
type statusJSON struct {
	You       *youJSON      `json:"you"`
	Ledger    ledgerJSON    `json:"ledger"`
	Version   *latestJSON   `json:"version"`
	Attention []notice      `json:"attention"`
	Overdue   []lateJSON    `json:"overdue"`
	Waiting   []waitingJSON `json:"waiting"`
	Signables []signable    `json:"signatures"` // minutes to confirm, amendments to approve
	Reviews   []dueJSON     `json:"reviews"`    // periodic ones, late or due before long
	Worksheet *sheetJSON    `json:"worksheet"`  // of a periodic review; null where none is open here
	// Agreements are those in force that expire or are to be reviewed, by now or before long.
	Agreements []concern `json:"agreements"`

	Improvements []waitingImprovement `json:"improvements"` // of the procedure, that are open

	Drafts []differing `json:"drafts"`
	Shared *shared     `json:"shared"`
}

type youJSON struct {
	ID    procedure.PersonID `json:"id"`
	Name  string             `json:"name"`
	Roles []procedure.RoleID `json:"roles"`
}

type ledgerJSON struct {
	Branch string `json:"branch"`
	Root   string `json:"root"`
	Commit string `json:"commit"`
	Entry  int    `json:"entry"` // -1 where none can be read
	At     string `json:"at,omitempty"`
}

type latestJSON struct {
	Version       string `json:"version"`
	PublishedAt   string `json:"published_at"`
	PublishedBy   string `json:"published_by"`
	EffectiveFrom string `json:"effective_from"`
	Digest        string `json:"digest"`
}

type lateJSON struct {
	ID     procedure.RequestID  `json:"id"`
	What   lateness             `json:"what"`
	DueOn  string               `json:"due_on"`
	People []procedure.PersonID `json:"people"`
}

type waitingJSON struct {
	ID     procedure.RequestID  `json:"id"`
	Title  any                  `json:"title"`
	State  procedure.State      `json:"state"`
	Since  string               `json:"since"`
	Mine   bool                 `json:"mine"`
	People []procedure.PersonID `json:"waits_for"`
	Next   []turnJSON           `json:"next"`
	// Provisional says that the id may be another one once it is shared.
	Provisional bool `json:"provisional,omitempty"`
}

type turnJSON struct {
	Step   string               `json:"step"`
	People []procedure.PersonID `json:"people"`
}

func (s *status) value(d *desk) statusJSON {
	v := statusJSON{
		Ledger:    ledgerJSON{Branch: d.rules.Ledger.Branch, Root: d.root, Commit: d.tip.String(), Entry: -1},
		Attention: kept(s.notices), Drafts: kept(s.drafts), Overdue: []lateJSON{}, Waiting: []waitingJSON{}, Signables: kept(s.signables),
	}
	if s.me.id != "" {
		who := d.rules.People[s.me.id]
		v.You = &youJSON{s.me.id, who.Name, kept(who.Roles)}
	}
	if s.last != nil {
		v.Ledger.Entry, v.Ledger.At = s.last.Trailers.Entry, d.at(*s.last)
	}
	if m := s.latest; m != nil {
		v.Version = &latestJSON{m.Version.String(), m.PublishedAt, string(m.PublishedBy), m.EffectiveFrom, string(m.Digest)}
	}
	v.Reviews, v.Agreements, v.Improvements = s.periodic.value(d), kept(s.agreements), kept(s.improvements)
	if w := s.periodic.sheet; w != nil {
		value := w.value()
		v.Worksheet = &value
	}
	if s.shared.Upstream != "" {
		v.Shared = &s.shared
	}
	for _, l := range s.overdue {
		v.Overdue = append(v.Overdue, lateJSON{l.ID, l.what, l.due, kept(l.people)})
	}
	for _, w := range s.ordered() {
		one := w.value(s.me.id)
		one.Provisional = s.numbers[w.ID]
		v.Waiting = append(v.Waiting, one)
	}
	return v
}

func (w waitingCase) value(me procedure.PersonID) waitingJSON {
	people := kept(w.awaited())
	j := waitingJSON{
		ID: w.ID, Title: plainText(w.request.Title), State: w.State, Since: w.Last.At,
		Mine: slices.Contains(people, me), People: people, Next: []turnJSON{},
	}
	for _, t := range w.turns {
		j.Next = append(j.Next, turnJSON{t.step, kept(t.people)})
	}
	return j
}

// kept is a list that JSON shows as [] where it is empty.
func kept[T any](items []T) []T {
	if items == nil {
		return []T{}
	}
	return items
}

// ordered are the waiting cases, mine first.
func (s *status) ordered() []waitingCase {
	mine := func(w waitingCase) bool { return slices.Contains(w.awaited(), s.me.id) }
	others := slices.DeleteFunc(slices.Clone(s.waiting), mine)
	return append(slices.DeleteFunc(slices.Clone(s.waiting), func(w waitingCase) bool { return !mine(w) }), others...)
}

// rows are the status for programs that read lines: what a line is about stands
// first in it.
func (s *status) rows(d *desk) []render.Section {
	v := s.value(d)
	add := func(key string, rows ...[]any) render.Section { return render.Section{Key: key, Rows: rows} }
	sections := []render.Section{add("ledger", []any{v.Ledger.Branch, v.Ledger.Entry, v.Ledger.Commit, v.Ledger.At})}
	if v.You != nil {
		sections = append(sections, add("you", []any{string(v.You.ID), v.You.Name, commas(v.You.Roles)}))
	}
	if m := v.Version; m != nil {
		sections = append(sections, add("version", []any{m.Version, m.PublishedAt, m.EffectiveFrom}))
	}
	for _, n := range v.Attention {
		sections = append(sections, add("attention", []any{string(n.Code), n.Subject}))
	}
	for _, l := range v.Overdue {
		sections = append(sections, add("overdue", []any{string(l.ID), string(l.What), l.DueOn, commas(l.People)}))
	}
	for i, w := range s.ordered() {
		key := "waiting"
		if v.Waiting[i].Mine {
			key = "mine"
		}
		sections = append(sections, add(key, []any{s.numbers.shown(w.ID), d.app.text(w.request.Title), string(w.State), w.Last.At, commas(w.awaited()), w.steps()}))
	}
	sections = append(sections, s.agreementRows()...)
	sections = append(sections, s.improvementRows()...)
	sections = append(sections, s.signableRows()...)
	sections = append(sections, s.periodic.rows(d)...)
	for _, f := range v.Drafts {
		sections = append(sections, add("draft", []any{string(f.Service), f.Change, string(f.Where), string(f.State), commas(f.Bound)}))
	}
	if v.Shared != nil {
		sections = append(sections, add("shared", []any{v.Shared.Upstream, v.Shared.Ahead, v.Shared.Behind}))
	}
	return sections
}

// steps are the next steps with who can take them, such as
// "approve:zhang.wei close:li.na,zhang.wei".
func (w waitingCase) steps() string {
	words := make([]string, len(w.turns))
	for i, t := range w.turns {
		words[i] = t.step + ":" + commas(t.people)
	}
	return strings.Join(words, " ")
}
