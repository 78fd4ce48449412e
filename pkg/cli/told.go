package cli

import (
	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/wording"
)

// wording tells the values of entries in the reader's language.
func (a *app) wording() wording.Wording { return wording.Wording{Say: a.say, List: a.several} }

// unsaid stands in a gap for what the catalogue says nothing of.
const unsaid = "-"

// gap is one point that a service lacks, for people.
func (a *app) gap(g catalogue.Gap) string {
	if g.Offered == unsaid {
		return a.say.T("%s: asked %s, of which the catalogue says nothing", catalogue.Word(askedField(g.Field)), a.told(g, g.Asked))
	}
	return a.say.T("%s: asked %s, the catalogue has %s", catalogue.Word(askedField(g.Field)), a.told(g, g.Asked), a.told(g, g.Offered))
}
