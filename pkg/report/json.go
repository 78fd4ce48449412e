package report

import (
	"encoding/json"
	"io"
	"math"

	"github.com/service-catalogue/sc/pkg/catalogue"
	"github.com/service-catalogue/sc/pkg/lang"
)

// writeJSON writes the report as schemas/report.schema.json describes it: the same in
// every language.
func writeJSON(w io.Writer, r Report, _ *lang.Printer) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(r.Value())
}

type reportJSON struct {
	Schema       int          `json:"schema"`
	Organisation any          `json:"organisation"`
	Ledger       string       `json:"ledger"`
	Commit       string       `json:"commit"`
	Version      *string      `json:"version"`
	Period       Period       `json:"period"`
	TimeZone     string       `json:"time_zone"`
	Unlisted     []string     `json:"unlisted_years"`
	Figures      []figureJSON `json:"figures"`
}

type figureJSON struct {
	Key         string     `json:"key"`
	Unit        Unit       `json:"unit"`
	Better      Better     `json:"better"`
	Value       *float64   `json:"value"`
	Reason      *Reason    `json:"reason"`
	P90         *int       `json:"p90,omitempty"`
	Numerator   countJSON  `json:"numerator"`
	Denominator countJSON  `json:"denominator"`
	Days        []Took     `json:"days,omitempty"`
	Parts       []partJSON `json:"parts,omitempty"`
}

type countJSON struct {
	Count int      `json:"count"`
	IDs   []string `json:"ids"`
}

type partJSON struct {
	Key   string   `json:"key"`
	Count int      `json:"count"`
	IDs   []string `json:"ids"`
}

// Value is the report for programs.
func (r Report) Value() any {
	v := reportJSON{
		Schema: 1, Organisation: spoken(r.Rules.Organisation), Ledger: r.Ledger, Commit: r.Commit,
		Period: r.Period, TimeZone: r.Rules.Calendar.TimeZone, Unlisted: append([]string{}, r.Unlisted...),
	}
	if !r.Version.IsZero() {
		version := r.Version.String()
		v.Version = &version
	}
	for _, f := range r.Figures {
		v.Figures = append(v.Figures, f.value())
	}
	return v
}

func (f Figure) value() figureJSON {
	v := figureJSON{
		Key: f.Key, Unit: f.Unit, Better: f.Better, Days: f.Days,
		Numerator: counted(f.Numerator), Denominator: counted(f.Denominator),
	}
	for _, p := range f.Parts {
		v.Parts = append(v.Parts, partJSON{p.Key, len(p.IDs), p.IDs})
	}
	switch reason := f.Reason(); {
	case reason != Measured:
		v.Reason = &reason
	case f.Unit == WorkingDays:
		median, most := float64(f.Percentile(50)), f.Percentile(90)
		v.Value, v.P90 = &median, &most
	default:
		share := math.Round(f.Share()*1000) / 10
		v.Value = &share
	}
	return v
}

func counted(ids []string) countJSON { return countJSON{len(ids), append([]string{}, ids...)} }

// spoken is a text as it stands in a record: one string, or one a language.
func spoken(t catalogue.Text) any {
	if t.ZH == "" && t.EN == "" {
		return t.Plain
	}
	by := map[string]string{}
	for language, text := range map[string]string{"zh": t.ZH, "en": t.EN} {
		if text != "" {
			by[language] = text
		}
	}
	return by
}
