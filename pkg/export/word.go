package export

import (
	"io"
	"strconv"
	"strings"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/sheet"
	"github.com/service-catalogue/sc/pkg/word"
	"github.com/service-catalogue/sc/pkg/wording"
)

// Head is what every document of Word says at its edges. Values of a document embed it.
type Head struct {
	Organisation string `word:"organisation"`
	Title        string `word:"title"`     // of the document
	Reference    string `word:"reference"` // of what, at the foot of each page
	Internal     string `word:"internal"`  // that it is not for customers; empty where it is
}

// writeWord writes the catalogue as a document of Word, by the template that comes with
// the program.
func writeWord(w io.Writer, e Edition, words wording.Wording) error {
	t, err := Template("catalogue", words)
	if err != nil {
		return err
	}
	return t.Fill(w, e.WordValues(words))
}

// Template is the template of a document that comes with the program, its labels in the
// reader's language.
func Template(document string, words wording.Wording) (*word.Template, error) {
	return word.Shipped(document, func(label string) string {
		if field, ok := strings.CutPrefix(label, "form:"); ok {
			return sheet.FormLabel(words.Say, field)
		}
		return words.Field(label)
	})
}

// wordEdition are the values of the catalogue.
type wordEdition struct {
	Head
	WordRelease
	Releases   []WordRelease  `word:"releases"`
	Categories []wordCategory `word:"categories"`
}

// WordRelease are the values of a version.
type WordRelease struct {
	Number        string `word:"number"`
	Version       string `word:"version"`
	PublishedOn   string `word:"published_on"`
	EffectiveFrom string `word:"effective_from"`
	PublishedBy   string `word:"published_by"`
	Digest        string `word:"digest"`
	Ledger        string `word:"ledger"`
	Changes       string `word:"changes"`
	Notes         string `word:"notes"`
}

type wordCategory struct {
	Category string        `word:"category"`
	Anchor   string        `word:"category_anchor"`
	Services []WordService `word:"services"`
}

// WordService are the values of a service: those that it says something in as a list,
// and each by its name.
type WordService struct {
	Anchor  string      `word:"service_anchor"`
	Heading string      `word:"heading"`
	Fields  []wordField `word:"fields"`

	LevelsThere bool        `word:"levels_there"`
	Levels      []wordLevel `word:"levels"`

	Name          string `word:"name"`
	ID            string `word:"id"`
	Code          string `word:"code"`
	Summary       string `word:"summary"`
	Objective     string `word:"objective"`
	Audience      string `word:"audience"`
	Kind          string `word:"type"`
	Content       string `word:"content"`
	Exclusions    string `word:"exclusions"`
	Prerequisites string `word:"prerequisites"`
	Frequency     string `word:"frequency"`
	Hours         string `word:"hours"`
	Delivery      string `word:"delivery"`
	Deliverables  string `word:"deliverables"`
	Workload      string `word:"workload"`
	Exceptions    string `word:"exceptions"`
	RequestHow    string `word:"request_how"`
	Contacts      string `word:"contacts"`
	LeadTime      string `word:"lead_time"`
	PriceRef      string `word:"price_ref"`
	Lifecycle     string `word:"lifecycle"`
	ReplacedBy    string `word:"replaced_by"`
	SunsetOn      string `word:"sunset_on"`
}

type wordField struct {
	Label string `word:"label"`
	Text  string `word:"text"`
}

type wordLevel struct {
	Metric   string `word:"metric"`
	Priority string `word:"priority"`
	Target   string `word:"target"`
	Window   string `word:"window"`
	Clock    string `word:"clock"`
}

// WordValues are what a template of the catalogue is filled with.
func (e Edition) WordValues(words wording.Wording) any {
	p := page{e, words}
	v := wordEdition{Head: p.head(p.Say.Word("service catalogue")), WordRelease: p.wordRelease(e.Release)}
	for _, r := range e.Releases {
		v.Releases = append(v.Releases, p.wordRelease(r))
	}
	for i, g := range e.groups() {
		c := wordCategory{Category: p.Field(string(g.category)), Anchor: "category_" + strconv.Itoa(i+1)}
		for j, entry := range g.entries {
			s := p.wordService(entry)
			s.Anchor = "service_" + strconv.Itoa(i+1) + "_" + strconv.Itoa(j+1)
			c.Services = append(c.Services, s)
		}
		v.Categories = append(v.Categories, c)
	}
	return v
}

// Word are the values of a document about this edition: its edges and its version.
func (e Edition) Word(words wording.Wording, title string) (Head, WordRelease) {
	p := page{e, words}
	return p.head(title), p.wordRelease(e.Release)
}

// WordServices are the values of some services as this edition's readers see them.
func (e Edition) WordServices(words wording.Wording, entries []catalogue.Entry) []WordService {
	var all []WordService
	for i, entry := range entries {
		s := page{e, words}.wordService(entry)
		s.Anchor = "service_" + strconv.Itoa(i+1)
		all = append(all, s)
	}
	return all
}

// head is what stands at the edges of a document of this edition.
func (p page) head(title string) Head {
	h := Head{
		Organisation: p.Text(p.Organisation), Title: wording.Begun(title),
		Reference: p.Say.T("Version %s, %s", p.Version.String(), p.EffectiveFrom),
	}
	if p.Audience == Inside {
		h.Internal = p.Say.T("Internal: not for customers")
	}
	return h
}

func (p page) wordRelease(r Release) WordRelease {
	return WordRelease{
		Number: r.Version.String(), Version: r.Version.String(), PublishedOn: r.day(), EffectiveFrom: r.EffectiveFrom,
		PublishedBy: r.PublishedBy, Digest: string(r.Digest), Ledger: p.Ledger, Changes: p.changes(r), Notes: p.Text(r.Notes),
	}
}

func (p page) wordService(e catalogue.Entry) WordService {
	said := map[string]string{}
	s := WordService{Name: p.Text(e.Name), Heading: p.Bracketed(p.Text(e.Name), p.mark(e)), LevelsThere: len(e.Levels) > 0}
	for _, f := range p.fields(e) {
		text := strings.Join(f.values, "\n")
		said[f.name] = text
		if f.name != "levels" && f.name != "category" && (f.name != "lifecycle" || e.Lifecycle != catalogue.Active) {
			s.Fields = append(s.Fields, wordField{p.Field(f.name), text})
		}
	}
	for _, l := range e.Levels {
		window := ""
		if l.Window != "" {
			window = p.Say.T("measured by the %s", catalogue.Word(l.Window))
		}
		s.Levels = append(s.Levels, wordLevel{p.Metric(l), string(l.Priority), p.Target(l), window, p.Clock(l)})
	}
	s.ID, s.Code, s.Summary, s.Objective = said["id"], said["code"], said["summary"], said["objective"]
	s.Audience, s.Kind, s.Content, s.Exclusions = said["audience"], said["type"], said["content"], said["exclusions"]
	s.Prerequisites, s.Frequency, s.Hours, s.Delivery = said["prerequisites"], said["frequency"], said["hours"], said["delivery"]
	s.Deliverables, s.Workload, s.Exceptions, s.RequestHow = said["deliverables"], said["workload"], said["exceptions"], said["request_how"]
	s.Contacts, s.LeadTime, s.PriceRef, s.Lifecycle = said["contacts"], said["lead_time"], said["price_ref"], said["lifecycle"]
	s.ReplacedBy, s.SunsetOn = said["replaced_by"], said["sunset_on"]
	return s
}
