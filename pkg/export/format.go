package export

import (
	"io"

	"github.com/service-catalogue/sc/pkg/wording"
)

// Format is a way to write an edition. A new one is a row of Formats and a file
// beside this one.
type Format struct {
	Name   string // as --format names it
	Suffix string // of the file's name
	Binary bool   // nothing for a terminal
	Write  func(io.Writer, Edition, wording.Wording) error
}

// Formats are all ways to write an edition.
func Formats() []Format {
	return []Format{
		{"md", ".md", false, writeMarkdown},
		{"csv", ".csv", false, writeCSV},
		{"json", ".json", false, writeJSON},
		{"xlsx", ".xlsx", true, writeExcel},
		{"backstage", ".yaml", false, writeBackstage},
		{"openslo", ".yaml", false, writeOpenSLO},
		{"docx", ".docx", true, writeWord},
	}
}
