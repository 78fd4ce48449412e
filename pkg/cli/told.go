package cli

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/wording"
)

// wording tells the values of entries in the reader's language.
func (a *app) wording() wording.Wording { return wording.Wording{Say: a.say, List: a.several} }

func (a *app) bracketed(text string, added ...string) string {
	return a.wording().Bracketed(text, added...)
}

func (a *app) hours(h *catalogue.Hours) string { return a.wording().Hours(h) }

func (a *app) frequency(f *catalogue.Frequency) string { return a.wording().Frequency(f) }

func (a *app) level(l catalogue.Level) string { return a.wording().Level(l) }

func (a *app) deliverable(d catalogue.Deliverable) string { return a.wording().Deliverable(d) }

func (a *app) contact(c catalogue.Contact) string { return a.wording().Contact(c) }

// gap is one point that a service lacks, for people.
func (a *app) gap(g catalogue.Gap) string {
	return a.say.T("%s: asked %s, the catalogue has %s", catalogue.Word(askedField(g.Field)), a.told(g, g.Asked), a.told(g, g.Offered))
}
