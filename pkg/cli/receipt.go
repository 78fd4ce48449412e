package cli

import (
	"fmt"
	"slices"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// receipt is what a writing command answers.
type receipt struct {
	ID     string          `json:"id"`
	Entry  int             `json:"entry"`
	Commit string          `json:"commit"`
	State  procedure.State `json:"state,omitempty"`
	Pushed bool            `json:"pushed"`
	// Provisional says that the id may be another one once it is shared.
	Provisional bool `json:"provisional,omitempty"`
	// Agreements are those that a version touches.
	Agreements []concern `json:"agreements,omitempty"`

	waits  bool   // here, to be shared
	branch string // that follows none, though other repositories are known: nobody shares it
}

// receipts are those of a proposal, once its entry has a number and a commit.
func (p *proposal) receipts(entry int, commit string) []receipt {
	for i := range p.outcome {
		p.outcome[i].Entry, p.outcome[i].Commit = entry, commit
	}
	return p.outcome
}

// receiptPage is what a writing command prints: one receipt as an object,
// several as an array.
func receiptPage(done []receipt) render.Page {
	section := render.Section{}
	for _, r := range done {
		section.Rows = append(section.Rows, []any{r.shown(), string(r.State), r.Entry, r.Commit})
	}
	page := render.Page{Sections: []render.Section{section}, Value: done}
	if len(done) == 1 {
		page.Value = done[0]
	}
	return page
}

// shown is the id as people and programs that read lines see it: one that may change
// when it is shared ends in "~".
func (r receipt) shown() string {
	if r.Provisional {
		return r.ID + provisional
	}
	return r.ID
}

// provisional ends an id that may change yet.
const provisional = "~"

// receipts shows what was written: a sentence for people, rows for programs.
func (a *app) receipts(done []receipt) error { return a.answer(receiptPage(done), done) }

// answer shows a page of receipts, in words where a person reads.
func (a *app) answer(page render.Page, done []receipt) error {
	defer a.comesNext(done)
	if !a.Term.Out || a.machine() || a.flags.dryRun {
		return a.show(page)
	}
	for _, r := range done {
		fmt.Fprintln(a.Out, render.Fold(a.say.Say(became(r)), a.width()))
	}
	return nil
}

// comesNext says who comes next, and what is left to do.
func (a *app) comesNext(done []receipt) {
	if slices.ContainsFunc(done, func(r receipt) bool { return r.waits }) {
		a.hint(a.say.T("it waits on this machine until \"sc sync\" shares it"))
	}
	if i := slices.IndexFunc(done, func(r receipt) bool { return r.branch != "" }); i >= 0 {
		a.hint(a.say.T("it is on this machine only: %s follows no other repository's branch: git push -u origin %s", done[i].branch, done[i].branch))
	}
	for _, s := range a.next {
		a.hint(a.say.Say(s))
	}
}

// idPage is the receipt of a command whose rows are ids, to be used as $(…).
func idPage(done []receipt) render.Page {
	page := receiptPage(done)
	for i, r := range done {
		page.Sections[0].Rows[i] = []any{r.shown()}
	}
	return page
}

// became says what a record is now.
func became(r receipt) finding.Sentence {
	shown, commit := r.shown(), short(r.Commit)
	switch {
	case r.State == "" && r.Pushed:
		return finding.Say("%s is recorded and shared (entry %s, commit %s)", shown, r.Entry, commit)
	case r.State == "":
		return finding.Say("%s is recorded (entry %s, commit %s)", shown, r.Entry, commit)
	case r.Pushed:
		return finding.Say("%s is now %s, and shared (entry %s, commit %s)", shown, finding.Say(string(r.State)), r.Entry, commit)
	}
	return finding.Say("%s is now %s (entry %s, commit %s)", shown, finding.Say(string(r.State)), r.Entry, commit)
}

func short(commit string) string {
	if len(commit) < 12 {
		return commit
	}
	return commit[:12]
}
