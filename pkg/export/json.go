package export

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/document"
	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/sheet"
	"github.com/service-catalogue/sc/pkg/wording"
)

// writeJSON writes the edition as schemas/edition.schema.json describes it; texts stay
// in all their languages.
func writeJSON(w io.Writer, e Edition, _ wording.Wording) error {
	v, err := e.Value()
	if err != nil {
		return err
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

type editionJSON struct {
	Schema       int            `json:"schema"`
	Organisation any            `json:"organisation"`
	Ledger       string         `json:"ledger"`
	Audience     Audience       `json:"audience"`
	Release      releaseJSON    `json:"release"`
	Releases     []releaseJSON  `json:"releases"`
	Services     []sheet.Record `json:"services"`
}

type releaseJSON struct {
	Version       string                     `json:"version"`
	PublishedAt   string                     `json:"published_at"`
	PublishedBy   string                     `json:"published_by"`
	EffectiveFrom string                     `json:"effective_from"`
	Digest        catalogue.Digest           `json:"digest"`
	Notes         any                        `json:"notes"`
	Changes       map[catalogue.Severity]int `json:"changes"`
}

// Value is the edition for programs.
func (e Edition) Value() (any, error) {
	v := editionJSON{
		Schema: 1, Organisation: spoken(e.Organisation), Ledger: e.Ledger, Audience: e.Audience,
		Release: e.Release.value(), Releases: each(e.Releases, Release.value), Services: []sheet.Record{},
	}
	services, err := e.records()
	v.Services = append(v.Services, services...)
	return v, err
}

func (r Release) value() releaseJSON {
	changes := r.Changes
	if changes == nil {
		changes = map[catalogue.Severity]int{}
	}
	return releaseJSON{r.Version.String(), r.PublishedAt, r.PublishedBy, r.EffectiveFrom, r.Digest, spoken(r.Notes), changes}
}

// spoken is a text as it stands in a record: one string, or one a language.
func spoken(t catalogue.Text) any {
	if t.ZH == "" && t.EN == "" {
		return t.Plain
	}
	by := map[string]string{}
	for lang, text := range map[string]string{"zh": t.ZH, "en": t.EN} {
		if text != "" {
			by[lang] = text
		}
	}
	return by
}

// recordValue is an entry with the names and values of its record. A field that an
// audience does not see is not in it, be it empty or not.
func recordValue(e catalogue.Entry) (map[string]any, error) {
	text, err := document.Encode(e)
	if err != nil {
		return nil, unwritable(e.ID, err)
	}
	doc, found := document.Parse(string(e.ID), text)
	if doc == nil {
		return nil, &finding.Fault{Message: finding.Say("the service %s cannot be written: %s", string(e.ID), found[0].Message)}
	}
	fields := doc.Value().(map[string]any)
	for _, required := range []string{"schema", "owner", "visibility"} {
		if v := fields[required]; v == "" || v == int64(0) { // not shown to customers
			delete(fields, required)
		}
	}
	return fields, nil
}

// unwritable names the service of a text that cannot be written.
func unwritable(id catalogue.ServiceID, err error) error {
	f := &finding.Fault{Message: finding.Say("the service %s cannot be written: %s", string(id), finding.Problem(err)), Cause: err}
	if cause, ok := errors.AsType[*finding.Fault](err); ok {
		f.Hint = cause.Hint
	}
	return f
}
