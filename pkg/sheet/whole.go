package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// whole refuses what is no workbook, one with macros, and one of which a sheet breaks off in the middle: the library reads
// it as far as it goes, and nobody would miss the rows behind. What is no archive at all
// it judges itself.
func whole(data []byte, limit Limits) error {
	archive, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil
	}
	left := limit.Bytes
	if err := isWorkbook(archive); err != nil {
		return err
	}
	for _, f := range archive.File {
		if dir := path.Dir(f.Name); dir != "xl/worksheets" && f.Name != "xl/sharedStrings.xml" {
			continue
		}
		read, err := wellFormed(f, left)
		if err != nil {
			return unreadable(err)
		}
		left -= read
	}
	return nil
}

// wellFormed reads a part to its end, and says how many bytes it has; beyond the limit
// the library refuses it.
func wellFormed(f *zip.File, limit int64) (int64, error) {
	part, err := f.Open()
	if err != nil {
		return 0, err
	}
	defer part.Close()
	counted := &io.LimitedReader{R: part, N: limit}
	d := xml.NewDecoder(counted)
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) || counted.N <= 0 {
			return limit - counted.N, nil
		}
		if err != nil {
			return 0, err
		}
	}
}

// isWorkbook refuses archives that are something else, and macros: who takes in a table
// must not carry on what runs on the machine of the next reader.
func isWorkbook(archive *zip.Reader) error {
	book := false
	for _, f := range archive.File {
		book = book || f.Name == "xl/workbook.xml"
		if strings.HasPrefix(strings.ToLower(path.Base(f.Name)), "vba") {
			return &finding.Fault{Message: finding.Say("the workbook has macros"), Hint: finding.Say("save it as .xlsx, which has none")}
		}
	}
	if !book {
		return &finding.Fault{Message: finding.Say("this is no workbook of Excel"), Hint: asTable()}
	}
	return nil
}
