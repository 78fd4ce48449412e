package export

import (
	"io"

	"github.com/service-catalogue/sc/pkg/sheet"
	"github.com/service-catalogue/sc/pkg/wording"
)

func writeCSV(w io.Writer, e Edition, words wording.Wording) error {
	records, err := e.records()
	if err != nil {
		return err
	}
	return e.layout(words).WriteCSV(w, records)
}

func writeExcel(w io.Writer, e Edition, words wording.Wording) error {
	records, err := e.records()
	if err != nil {
		return err
	}
	return e.layout(words).WriteWorkbook(w, records)
}

func (e Edition) layout(words wording.Wording) sheet.Layout {
	return sheet.Layout{Say: words.Say, Main: e.Main, Inside: e.Audience == Inside, Creator: words.Text(e.Organisation), Created: e.PublishedAt}
}

// records are the entries with the names and values of their records.
func (e Edition) records() ([]sheet.Record, error) {
	all := make([]sheet.Record, len(e.Entries))
	for i, entry := range e.Entries {
		var err error
		if all[i], err = recordValue(entry); err != nil {
			return nil, err
		}
	}
	return all, nil
}
