package site

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

// searchedService is a service as the search in the browser knows it: what "sc search"
// searches, as far as the site shows it.
type searchedService struct {
	ID       catalogue.ServiceID      `json:"id"`
	Code     string                   `json:"code"`
	Name     map[lang.Language]string `json:"name"`
	Summary  map[lang.Language]string `json:"summary"`
	Category map[lang.Language]string `json:"category"`
	Mark     map[lang.Language]string `json:"mark"`
	Tags     string                   `json:"tags,omitempty"`
	Text     string                   `json:"text"`
}

// searched is the script that holds all services that can be found. A script and no
// JSON, since pages from a folder may load no other thing.
func (c Catalogue) searched(trees []*tree) ([]byte, error) {
	all := []searchedService{}
	for _, e := range c.Entries {
		if e.Lifecycle != catalogue.Retired {
			all = append(all, c.searchedService(e, trees))
		}
	}
	data, err := json.Marshal(all)
	return slices.Concat([]byte("var catalogueServices = "), data, []byte(";\n")), err
}

func (c Catalogue) searchedService(e catalogue.Entry, trees []*tree) searchedService {
	s := searchedService{
		ID: e.ID, Code: e.Code, Name: c.spoken(e.Name), Summary: c.spoken(e.Summary), Tags: strings.Join(e.Tags, " "),
		Category: map[lang.Language]string{}, Mark: map[lang.Language]string{},
	}
	var words []string
	add := func(of ...catalogue.Text) {
		for _, t := range of {
			spoken := c.spoken(t)
			for _, l := range slices.Sorted(maps.Keys(spoken)) {
				words = append(words, spoken[l])
			}
		}
	}
	add(e.Objective, e.Audience, e.Workload)
	add(e.Content...)
	for _, d := range e.Deliverables {
		add(d.Name)
	}
	for _, l := range e.Levels {
		add(l.Name)
	}
	for _, t := range trees {
		word := t.words.Say.Word
		s.Category[t.language()], s.Mark[t.language()] = word(string(e.Category)), t.mark(e)
		words = append(words, word(string(e.Category)), word(string(e.Kind)))
		for _, d := range e.Delivery {
			words = append(words, word(string(d)))
		}
	}
	s.Text = strings.Join(words, "\n")
	return s
}

// spoken is a text in each language that it is in; one string is in the main one.
func (c Catalogue) spoken(t catalogue.Text) map[lang.Language]string {
	by := map[lang.Language]string{}
	for _, in := range []struct {
		lang.Language
		text string
	}{{c.Main, t.Plain}, {lang.Chinese, t.ZH}, {lang.English, t.EN}} {
		if in.text != "" {
			by[in.Language] = in.text
		}
	}
	return by
}
