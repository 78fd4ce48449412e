package pack

import (
	"slices"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/procedure"
	"github.com/service-catalogue/sc/pkg/records"
)

// Evidence is what the records show of a question, and what they lack.
type Evidence struct {
	Found     []Item
	Gaps      []string
	Elsewhere []string // what no ledger holds, and the auditor has to be shown
}

// Item is one thing that was found.
type Item struct {
	Text string
	Ref  Ref
	File string // in the pack; empty: none
}

// and is the evidence of both, nothing said twice.
func (e Evidence) and(other Evidence) Evidence {
	return Evidence{union(e.Found, other.Found), union(e.Gaps, other.Gaps), union(e.Elsewhere, other.Elsewhere)}
}

func union[T comparable](a, b []T) []T {
	both := slices.Clone(a)
	for _, one := range b {
		if !slices.Contains(both, one) {
			both = append(both, one)
		}
	}
	return both
}

// finder gathers one kind of evidence.
type finder func(*gathering)

// finders are all kinds, by the name that questions have for them.
func finders() map[string]finder {
	return map[string]finder{
		"versions":         (*gathering).versions,
		"publications":     (*gathering).publications,
		"description":      (*gathering).description,
		"dependencies":     (*gathering).dependencies,
		"access":           (*gathering).access,
		"levels":           (*gathering).levels,
		"agreements":       (*gathering).agreements,
		"requests":         (*gathering).requests,
		"decisions":        (*gathering).decisions,
		"deadlines":        (*gathering).deadlines,
		"reviews":          (*gathering).reviews,
		"change_refs":      (*gathering).changeRefs,
		"verification":     (*gathering).verification,
		"corrections":      (*gathering).corrections,
		"procedures":       (*gathering).procedures,
		"roles":            (*gathering).roles,
		"segregation":      (*gathering).segregation,
		"competence":       (*gathering).competence,
		"reports":          (*gathering).reports,
		"periodic_reviews": (*gathering).periodicReviews,
		"auditors":         (*gathering).auditors,
		"improvements":     (*gathering).improvements,
	}
}

// gathering is evidence on its way.
type gathering struct {
	*Facts
	Evidence
}

func (f *Facts) gather(name string) Evidence {
	g := &gathering{Facts: f}
	if find, known := finders()[name]; known {
		find(g)
	}
	for _, file := range f.Files {
		if file.Kind != "" && string(file.Kind) == name && file.Title != "" {
			g.found(Item{file.Title, file.Ref, file.Name})
		}
	}
	return g.Evidence
}

func (g *gathering) found(i Item) { g.Found = append(g.Found, i) }

// say adds something that stands nowhere in particular.
func (g *gathering) say(text string, ref Ref) { g.found(Item{text, ref, ""}) }

func (g *gathering) gap(text string) { g.Gaps = append(g.Gaps, text) }

func (g *gathering) elsewhere(text string) { g.Elsewhere = append(g.Elsewhere, text) }

// t tells a sentence; its Chinese stands in pkg/lang.
func (g *gathering) t(format string, args ...any) string { return g.Words.Say.T(format, args...) }

// offered are the services that customers can have or still have.
func (g *gathering) offered() []catalogue.Entry {
	return slices.DeleteFunc(slices.Clone(g.Services), func(e catalogue.Entry) bool { return e.Lifecycle == catalogue.Retired })
}

// share says of how many services something holds, and names those of which it does not.
type share struct {
	have, all int
	without   []string
}

func (g *gathering) share(has func(catalogue.Entry) bool) share {
	s := share{}
	for _, e := range g.offered() {
		s.all++
		if has(e) {
			s.have++
		} else {
			s.without = append(s.without, g.Words.Text(e.Name))
		}
	}
	return s
}

// shared tells of a share; the gap is told where services are without.
func (g *gathering) shared(s share, told, gap string) {
	g.say(told, g.last())
	if len(s.without) > 0 {
		g.gap(gap)
	}
}

// last is where the last version was published.
func (g *gathering) last() Ref {
	if len(g.Versions) == 0 {
		return Ref{}
	}
	return g.At(records.VersionPath(g.Versions[len(g.Versions)-1].Version))
}

func (g *gathering) versions() {
	if len(g.Versions) == 0 {
		g.gap(g.t("no version of the catalogue is published"))
		return
	}
	m := g.Versions[len(g.Versions)-1]
	g.say(g.t("in force at the end: version %s, from %s on, with %s services", m.Version, m.EffectiveFrom, len(g.offered())), g.last())
}

func (g *gathering) publications() {
	none := true
	for _, m := range g.Versions {
		if !g.in(m.PublishedAt) {
			continue
		}
		none = false
		ref := g.At(records.VersionPath(m.Version))
		g.say(g.t("version %s, signed by %s", m.Version, g.Signed(ref.Entry).Who), ref)
		if m.Emergency != nil {
			g.gap(g.emergency(m))
		}
	}
	if none {
		g.gap(g.t("no version was published in the period"))
	}
}

// emergency tells of a version that was published without a review, and of the review.
func (g *gathering) emergency(m *procedure.Manifest) string {
	var held []string
	owed := false
	for _, r := range g.Requests {
		c, err := g.Rules.Fold(r)
		if err != nil || c.Urgent.Version != m.Version {
			continue
		}
		owed = owed || c.Urgent.Result == ""
		if c.Urgent.Result != "" {
			held = append(held, g.t("%s: %s by %s", string(r.ID), g.Words.Say.Word(string(c.Urgent.Result)), string(c.Urgent.Meeting)))
		}
	}
	if owed || len(held) == 0 {
		return g.t("version %s was an emergency: %s; its review, due on %s, is not held", m.Version, m.Emergency.Reason, m.Emergency.ReviewDue)
	}
	return g.t("version %s was an emergency: %s; reviewed afterwards: %s", m.Version, m.Emergency.Reason, g.Words.List(held))
}

func (g *gathering) description() {
	s := g.share(func(e catalogue.Entry) bool { return len(catalogue.Publishable(e)) == 0 })
	g.shared(s, g.t("%s of %s services state all nine things of §5.3 and their levels", s.have, s.all), g.t("not complete: %s", g.Words.List(s.without)))
}

func (g *gathering) dependencies() {
	stated := 0
	for _, e := range g.offered() {
		if len(e.DependsOn) > 0 {
			stated++
		}
	}
	g.say(g.t("%s of %s services name others that they depend on", stated, len(g.offered())), g.last())
	if stated == 0 {
		g.gap(g.t("no service says what it depends on"))
	}
}

func (g *gathering) access() {
	count := map[catalogue.Visibility]int{}
	for _, e := range g.offered() {
		count[e.Visibility]++
	}
	g.say(g.t("services: public %s, for customers %s, inside only %s", count[catalogue.Public], count[catalogue.Customer], count[catalogue.Internal]), g.last())
	if count[catalogue.Public]+count[catalogue.Customer] == 0 {
		g.gap(g.t("no service is shown to customers"))
	}
	g.elsewhere(g.t("how the catalogue reaches customers, and to whom it was given"))
}

func (g *gathering) levels() {
	s := g.share(func(e catalogue.Entry) bool { return len(e.Levels) > 0 })
	g.shared(s, g.t("%s of %s services have measurable levels", s.have, s.all), g.t("without levels: %s", g.Words.List(s.without)))
	s = g.share(func(e catalogue.Entry) bool { return !e.Workload.IsZero() })
	g.shared(s, g.t("%s of %s services state a limit of workload", s.have, s.all), g.t("without a limit of workload: %s", g.Words.List(s.without)))
	s = g.share(func(e catalogue.Entry) bool { return !e.Exceptions.IsZero() })
	g.shared(s, g.t("%s of %s services state exceptions", s.have, s.all), g.t("without exceptions: %s", g.Words.List(s.without)))
}

// joined reports whether a document of a kind is in the pack.
func (g *gathering) joined(k Kind) bool {
	return slices.ContainsFunc(g.Files, func(f File) bool { return f.Kind == k })
}

func (g *gathering) agreements() {
	if !g.joined(Agreements) {
		g.gap(g.t("no service level agreement is in the ledger"))
		g.elsewhere(g.t("the agreements with customers"))
	}
	for _, stale := range g.Stale {
		g.gap(stale)
	}
}

func (g *gathering) reports() {
	if !g.joined(Reports) {
		g.gap(g.t("no report on how the procedure performs is in the pack"))
	}
}

func (g *gathering) periodicReviews() {
	for _, r := range g.Requests {
		if r.Source == procedure.SourceReview && g.in(r.RaisedOn) {
			g.say(g.t("%s came out of a review: %s", string(r.ID), g.Words.Text(r.Title)), g.At(records.Requests().Path(string(r.ID))))
		}
	}
	if !g.joined(PeriodicReviews) {
		g.gap(g.t("no periodic review is recorded; the procedure asks for one every %s months", g.Rules.Rules.ReviewMonths))
	}
}

func (g *gathering) verification() {
	c := g.Checked
	g.found(Item{g.t("the whole ledger is good: %s entries, each signed and judged by the procedure in force before it", c.Entries), g.Through, verificationFile})
	if c.Repaired > 0 {
		g.gap(g.t("%s commits were not by the procedure, and repairs name them", c.Repaired))
	}
	for _, w := range c.Warnings {
		if w.Code != warnSamePerson {
			g.say(w.Code+": "+w.Text, w.Ref)
		}
	}
}

// warnSamePerson is how verify calls an approval of one's own request.
const warnSamePerson = "W_SAME_PERSON"

func (g *gathering) segregation() {
	rules := g.Rules.Rules
	g.say(g.t("who asks may not approve: %s; who signs the minutes may not publish: %s", catalogue.Word(rules.RequesterNotApprover), catalogue.Word(rules.ReviewerNotPublisher)), g.procedureRef())
	for _, w := range g.Checked.Warnings {
		if w.Code == warnSamePerson {
			g.say(w.Text, w.Ref)
		}
	}
	if rules.RequesterNotApprover == procedure.Never || rules.ReviewerNotPublisher == procedure.Never {
		g.gap(g.t("the procedure lets one person take both steps"))
	}
}

// procedureRef is where the procedure in force came from.
func (g *gathering) procedureRef() Ref {
	if len(g.Procedures) == 0 {
		return Ref{}
	}
	return g.Procedures[len(g.Procedures)-1].Ref
}
