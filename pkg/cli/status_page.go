package cli

import (
	"slices"
	"strings"
	"time"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/render"
)

// enough is how many rows of one kind the screen of the morning shows.
const enough = 12

// page is the status for people or for programs.
func (s *status) page(d *desk) render.Page {
	p := render.Page{Value: s.value(d)}
	if !d.app.Term.Out {
		p.Sections = s.rows(d)
		return p
	}
	p.Sections = append(p.Sections, render.Section{Rows: s.head(d)})
	for _, section := range slices.Concat(
		[]render.Section{s.attention(d)}, s.signableSections(d, ownWork), s.queues(d), s.signableSections(d, othersWork), s.periodic.sections(d), []render.Section{s.agreementSection(), s.improvementSection(d), s.draftSection(d)},
	) {
		if len(section.Rows) > 0 {
			p.Sections = append(p.Sections, section)
		}
	}
	return p
}

// head says who, which catalogue, which version, and whom it is shared with.
func (s *status) head(d *desk) [][]any {
	version := finding.Say("none yet")
	if s.latest != nil {
		version = finding.Say("%s, published on %s, effective from %s", s.latest.Version, date(s.latest.PublishedAt), s.latest.EffectiveFrom)
	}
	rows := [][]any{
		{finding.Say("You"), s.you(d)},
		{finding.Say("Catalogue"), d.rules.Organisation},
		{finding.Say("Version"), version},
	}
	if !d.repo.Bare() {
		rows = append(rows, []any{finding.Say("Shared"), s.sharing(d)})
	}
	return append(rows, []any{finding.Say("Waiting"), s.summary()})
}

// summary says in a line how much waits.
func (s *status) summary() finding.Sentence {
	var mine int
	for _, w := range s.waiting {
		if slices.Contains(w.awaited(), s.me.id) {
			mine++
		}
	}
	cases := map[procedure.RequestID]bool{}
	for _, l := range s.overdue {
		cases[l.ID] = true
	}
	switch {
	case len(s.waiting) == 0:
		return finding.Say("no request")
	case s.me.id == "":
		return finding.Say("%s open, %s overdue", len(s.waiting), len(cases))
	}
	return finding.Say("%s open, %s for you, %s overdue", len(s.waiting), mine, len(cases))
}

func (s *status) you(d *desk) any {
	if s.me.id == "" {
		return finding.Say("nobody the procedure knows: %s", s.me.why)
	}
	roles := d.hats(s.me.id)
	if roles == "" {
		return finding.Say("%s, without a role", d.name(s.me.id))
	}
	return finding.Say("%s (%s)", d.name(s.me.id), roles)
}

// sharing says how far others have what is here, and the other way round.
func (s *status) sharing(d *desk) finding.Sentence {
	branch, up := d.rules.Ledger.Branch, s.shared.Upstream
	switch {
	case s.isolated:
		return finding.Say("no: it is on this machine only")
	case s.broken != nil && s.shared.Behind == 0:
		return finding.Say("do not push: the ledger is broken")
	case up == "":
		return finding.Say("%s follows no other repository's branch: git push -u origin %s", branch, branch)
	case s.shared.Gone:
		return finding.Say("%s was never fetched, or is gone: sc sync", up)
	case s.shared.Ahead > 0 && s.shared.Behind > 0:
		return finding.Say("it has parted from %s (ahead by %s, behind by %s): sc sync", up, s.shared.Ahead, s.shared.Behind)
	case s.shared.Ahead > 0:
		return finding.Say("ahead of %s by %s: sc sync", up, s.shared.Ahead)
	case s.shared.Behind > 0:
		return finding.Say("behind %s by %s: sc sync", up, s.shared.Behind)
	}
	return finding.Say("yes: as %s was when last fetched", up)
}

// attention is what wants to be put right in the repository.
func (s *status) attention(d *desk) render.Section {
	section := render.Section{Title: finding.Say("To put right")}
	branch := d.rules.Ledger.Branch
	for _, n := range s.notices {
		var say finding.Sentence
		switch {
		case n.Code == brokenLedger:
			say = finding.Say("the ledger is broken since commit %s: %s", short(n.Subject), n.why)
		case n.Code == wrongBranch && n.at != "":
			say = finding.Say("entries go to %s, which is checked out in %s: go there", branch, n.at)
		case n.Code == wrongBranch && n.Subject == "":
			say = finding.Say("no branch is checked out; entries go to %s: git switch %s", branch, branch)
		case n.Code == wrongBranch:
			say = finding.Say("the branch %s is checked out; entries go to %s: git switch %s", n.Subject, branch, branch)
		case n.Code == cutOff:
			say = finding.Say("an earlier command was cut off while it wrote; the next one that writes ends its work")
		case n.Code == setAside:
			say = finding.Say("the signed entry %s could not be landed and is no part of the ledger: git show %s", short(n.Subject), short(n.Subject))
		case n.Code == waiting:
			say = finding.Say("%s entries to be shared on this machine: sc sync", n.Subject)
		case n.Code == missingTag:
			say = finding.Say("version %s has no tag yet: \"sc publish\" completes it (in a new clone: git fetch --tags)", n.Subject)
		case n.Code == partial:
			say = finding.Say("this clone is partial, and the history cannot be followed: git fetch --refetch --no-filter %s", n.Subject)
		case n.Code == shallow:
			say = finding.Say("the history is cut off here: git fetch --unshallow")
		case n.Code == manyLoose:
			say = finding.Say("about %s Git objects lie in files of their own, which makes reading slow: git maintenance run", n.Subject)
		case n.Code == noCalendar:
			say = finding.Say("the procedure's calendar has no holidays of %s, by which time to decide in is counted: sc procedure calendar %s", n.Subject, n.Subject)
		case n.Code == noHolder || n.Code == outlived || n.Code == unpassedStands:
			say = n.why
		}
		section.Rows = append(section.Rows, []any{say})
	}
	return section
}

// queues are the waiting cases, those that the same people can take the same
// steps on together, mine first.
func (s *status) queues(d *desk) []render.Section {
	var sections []render.Section
	left, queued := map[string]int{}, map[string][]waitingCase{}
	for _, w := range s.ordered() {
		title := s.queue(d, w)
		i := slices.IndexFunc(sections, func(o render.Section) bool {
			return o.Title.Format == title.Format && slices.Equal(o.Title.Args, title.Args)
		})
		if i < 0 {
			i, sections = len(sections), append(sections, render.Section{Title: title})
		}
		if len(sections[i].Rows) == enough {
			left[title.String()]++
			continue
		}
		sections[i].Rows = append(sections[i].Rows, []any{s.numbers.shown(w.ID), d.app.text(w.request.Title), instant(w.Last.At), s.due(d, w)})
		queued[title.String()] = append(queued[title.String()], w)
	}
	for i, section := range sections {
		sections[i].Foot = s.next(queued[section.Title.String()])
		if n := left[section.Title.String()]; n > 0 {
			sections[i].Rows = append(section.Rows, []any{"…", d.app.say.T("%s more: sc list requests", n)})
		}
	}
	return sections
}

// queue says whom a case waits for, and for what.
func (s *status) queue(d *desk, w waitingCase) finding.Sentence {
	state := d.app.term(string(w.State))
	switch people := w.awaited(); {
	case s.me.id != "" && slices.Contains(people, s.me.id):
		return finding.Say("Waiting for you · %s · %s", state, terms(d.app, w.can(s.me.id)))
	case s.me.id == "":
		return finding.Say("Waiting · %s · %s", state, w.whoCan(d))
	}
	return finding.Say("Waiting for others · %s · %s", state, w.whoCan(d))
}

// due says by when something must happen to a case, or should have.
func (s *status) due(d *desk, w waitingCase) render.Marked {
	var said []string
	var look render.Look
	today := d.now().Format(time.DateOnly)
	for _, l := range d.lateness(w) {
		past := l.due < today
		if past && l.due != "" {
			look = render.Alarming
		}
		switch {
		case l.due == "":
		case past && l.what == lateContract:
			said = append(said, d.app.say.T("the contract needed it by %s", l.due))
		case past:
			said = append(said, d.app.say.T("overdue, was due on %s", l.due))
		case l.what != lateContract:
			said = append(said, d.app.say.T("due on %s", l.due))
		}
	}
	return render.Marked{Text: d.app.several(said), Look: look}
}

// next is the command that takes the reader's own cases onward; none for those of others.
func (s *status) next(cases []waitingCase) finding.Sentence {
	if s.me.id == "" || len(cases) == 0 || !slices.Contains(cases[0].awaited(), s.me.id) {
		return finding.Sentence{}
	}
	var ids []string
	for _, w := range cases {
		ids = append(ids, s.numbers.shown(w.ID))
	}
	for _, t := range cases[0].turns {
		if slices.Contains(t.people, s.me.id) && t.onward && t.step != string(procedure.StepConfirm) { // minutes have a section of their own
			if t.step == string(procedure.StepPropose) && len(s.drafts) == 0 {
				return finding.Say("next: %s", "sc design "+ids[0])
			}
			return finding.Say("next: %s", onward(t.step, ids))
		}
	}
	return finding.Sentence{}
}

// onward is the command that takes a step on requests.
func onward(step string, ids []string) string {
	all := strings.Join(ids, " ")
	switch step {
	case "approve", "propose", "review", "publish", "withdraw", "close", "reject":
		return "sc " + step + " " + all
	}
	return "sc step " + step + " " + all
}

// whoCan says who of those that a case waits for can take which step.
func (w waitingCase) whoCan(d *desk) string {
	people := w.awaited()
	if len(people) == 0 {
		return d.app.say.T("nobody holds the role that it takes")
	}
	var groups []string
	for len(people) > 0 {
		steps := w.can(people[0])
		same := slices.DeleteFunc(slices.Clone(people), func(id procedure.PersonID) bool { return !slices.Equal(w.can(id), steps) })
		people = slices.DeleteFunc(people, func(id procedure.PersonID) bool { return slices.Contains(same, id) })
		groups = append(groups, d.app.say.T("%s: %s", terms(d.app, steps), d.everybody(same)))
	}
	return strings.Join(groups, d.app.say.T("; "))
}

// draftSection lists drafts by what they do and how far they are, several in a
// line.
func (s *status) draftSection(d *desk) render.Section {
	section := render.Section{Title: finding.Say("Drafts: no version is published yet")}
	if s.latest != nil {
		section.Title = finding.Say("Drafts that differ from version %s", s.latest.Version)
	}
	for _, f := range alike(s.drafts) {
		ids := make([]string, 0, enough)
		for i, id := range f.ids {
			if i == enough {
				ids = append(ids, d.app.say.T("%s more", len(f.ids)-i))
				break
			}
			ids = append(ids, string(id))
		}
		section.Rows = append(section.Rows, []any{f.label(d), f.stage(d), d.app.several(ids)})
	}
	return section
}

func (f differing) label(d *desk) string {
	change := d.app.say.Word(f.Change)
	switch f.Change {
	case vanished:
		change = d.app.say.T("missing")
	case rewrittenByGit:
		change = d.app.say.T("rewritten by git")
	}
	if len(f.ids) == 1 {
		return change
	}
	return d.app.say.T("%s (%s)", change, len(f.ids))
}

// alike puts the drafts together that are at the same stage.
func alike(drafts []differing) []differing {
	var groups []differing
	for _, f := range drafts {
		i := slices.IndexFunc(groups, func(g differing) bool {
			return g.Change == f.Change && g.Where == f.Where && g.State == f.State && slices.Equal(g.Bound, f.Bound) && slices.Equal(g.Others, f.Others)
		})
		if i < 0 {
			i, groups = len(groups), append(groups, f)
		}
		groups[i].ids = append(groups[i].ids, f.Service)
	}
	return groups
}

// stage says how far a draft is.
func (f differing) stage(d *desk) any {
	switch {
	case f.Change == vanished:
		return finding.Say("its file is gone; a published service is retired instead")
	case f.why != nil:
		return finding.Problem(f.why)
	case len(f.Bound) > 0:
		return finding.Say("%s for %s", catalogue.Word(f.State), procedure.Names(names(f.Bound)))
	case len(f.Others) > 0:
		return finding.Say("not what is bound to %s; propose it again", procedure.Names(names(f.Others)))
	case f.Where == inWorktree:
		return finding.Say("in the work tree only")
	}
	return finding.Say("on %s, not proposed", d.rules.Ledger.Branch)
}
