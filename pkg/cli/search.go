package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/render"
)

type searchOptions struct {
	at   string
	most int
}

// newSearch finds services by words.
func newSearch(a *app) *cobra.Command {
	o := &searchOptions{}
	c := &cobra.Command{
		Use:     "search WORDS…",
		Short:   a.say.T("Find services by words, Chinese or English"),
		Long:    a.say.T("Finds services by words of what they say to customers, of their id and code, and of their tags, which are synonyms that they go by. At least half of the words (of Chinese: pairs of characters) must be there; the best come first. It looks into the ledger branch, or a version with --at; internal notes are not searched. With --json: an array of objects with id, code, name, summary, category, lifecycle, visibility, score, terms."),
		Example: "  sc search 数据库 驻场\n  sc search backup report --at 1.0.0\n  sc search 备份 --json --jq '.[0].id'",
	}
	c.Flags().StringVar(&o.at, "at", "", a.say.T("at this version or revision"))
	c.Flags().IntVarP(&o.most, "max-count", "N", 10, a.say.T("this many at most; 0 is all"))
	return a.runs(c, arity{1, -1}, func(ctx context.Context, words []string) error {
		d, err := a.look(ctx, o.at)
		if err != nil {
			return err
		}
		page, err := d.searched(strings.Join(words, " "), o.most)
		if err != nil {
			return err
		}
		return a.show(page)
	})
}

// hitJSON is a service that was found, for programs.
type hitJSON struct {
	ID         catalogue.ServiceID  `json:"id"`
	Code       string               `json:"code"`
	Name       any                  `json:"name"`
	Summary    any                  `json:"summary"`
	Category   catalogue.Category   `json:"category"`
	Lifecycle  catalogue.Lifecycle  `json:"lifecycle"`
	Visibility catalogue.Visibility `json:"visibility"`
	Score      float64              `json:"score"` // to be compared within one answer only
	Terms      []string             `json:"terms"` // of the query, that were found
}

func hitValue(e catalogue.Entry, h catalogue.Hit) hitJSON {
	return hitJSON{e.ID, e.Code, plainText(e.Name), plainText(e.Summary), e.Category, e.Lifecycle, e.Visibility, h.Score, h.Terms}
}

// searched are the services that words find.
func (d *desk) searched(words string, most int) (render.Page, error) {
	entries, err := d.readable()
	if err != nil {
		return render.Page{}, err
	}
	by := map[catalogue.ServiceID]catalogue.Entry{}
	for _, e := range entries {
		by[e.ID] = e
	}
	section := render.Section{
		Columns: []finding.Sentence{finding.Say("Id"), finding.Say("Service code"), finding.Say("Name"), finding.Say("Lifecycle"), finding.Say("Summary")},
		Empty:   finding.Say("no service has these words"),
	}
	values := []hitJSON{}
	for _, h := range first(d.app.index(entries).Search(words), most) {
		e := by[h.Service]
		row := []any{string(e.ID), e.Code, d.app.text(e.Name), d.app.term(string(e.Lifecycle)), d.app.text(e.Summary)}
		if !d.app.Term.Out {
			row = append(row, strconv.FormatFloat(h.Score, 'f', 2, 64))
		}
		section.Rows = append(section.Rows, row)
		values = append(values, hitValue(e, h))
	}
	if d.app.narrow() {
		section = without(section, 4, 1) // summary and code
	}
	return render.Page{Sections: []render.Section{section}, Value: values}, nil
}

// readable are the entries of the commit that can be read; the others are told.
func (d *desk) readable() ([]catalogue.Entry, error) {
	services, err := d.legible()
	if err != nil {
		return nil, err
	}
	entries, errs := readEach(services)
	var good []catalogue.Entry
	for i, s := range services {
		if errs[i] != nil {
			d.passOver(s.ID, errs[i])
			continue
		}
		good = append(good, entries[i])
	}
	return good, nil
}

// index makes entries searchable, by the words of their kind in the reader's language
// as well.
func (a *app) index(entries []catalogue.Entry) *catalogue.Index {
	return catalogue.NewIndex(entries, func(e catalogue.Entry) []string {
		words := []string{a.say.Word(string(e.Category)), a.say.Word(string(e.Kind)), string(e.Category), string(e.Kind)}
		for _, d := range e.Delivery {
			words = append(words, a.say.Word(string(d)), string(d))
		}
		return words
	})
}

// first are so many of a list, all for 0.
func first[T any](all []T, most int) []T {
	if most <= 0 || len(all) <= most {
		return all
	}
	return all[:most]
}
