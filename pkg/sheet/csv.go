package sheet

import (
	"bufio"
	"encoding/csv"
	"errors"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/finding"
)

// byteOrderMark tells Excel that a CSV file is UTF-8.
const byteOrderMark = "\ufeff"

// WriteCSV writes services as comma-separated values (RFC 4180) that Excel opens as
// they are: in UTF-8 with its mark, and with nothing that it would take for a formula.
func (l Layout) WriteCSV(w io.Writer, services []Record) error {
	t := l.lay(services)
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	rows := [][]string{t.header()}
	for _, r := range services {
		rows = append(rows, t.row(r))
	}
	for _, row := range rows {
		if err := out.Write(each(row, harmless)); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// harmless puts an apostrophe before what a spreadsheet would run as a formula
// (OWASP, CSV injection); meant takes it away again.
func harmless(s string) string {
	if formula(strings.TrimLeft(s, "'")) {
		return "'" + s
	}
	return s
}

func meant(s string) string {
	if rest, ok := strings.CutPrefix(s, "'"); ok && formula(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return s
}

// formula reports whether a spreadsheet would take a text for a formula. A negative
// number is none.
func formula(s string) bool {
	if s == "" || !strings.ContainsRune("=+-@\t\r\uff1d\uff0b\uff0d\uff20", []rune(s)[0]) {
		return false
	}
	return strings.Trim(s[1:], "0123456789.") != "" || s[0] != '-'
}

// readCSV reads a table of comma-separated values, or of tabs or semicolons where the
// first line has those.
func readCSV(r io.Reader, limit Limits) ([]Grid, error) {
	text := bufio.NewReader(r)
	if start, _ := text.Peek(len(byteOrderMark)); string(start) == byteOrderMark {
		_, _ = text.Discard(len(byteOrderMark))
	}
	in := csv.NewReader(text)
	in.FieldsPerRecord, in.Comma = -1, separator(text)
	g := Grid{}
	for {
		row, err := in.Read()
		if err == io.EOF {
			return []Grid{g}, nil
		}
		var odd *csv.ParseError
		if errors.As(err, &odd) && (errors.Is(err, csv.ErrQuote) || errors.Is(err, csv.ErrBareQuote)) {
			g.wrong = append(g.wrong, Problem{Row: len(g.Rows) + 1, Message: finding.Say("a quotation mark is not closed, or stands inside a cell without quotation marks (line %s); nothing behind it was read", odd.StartLine)})
			return []Grid{g}, nil
		}
		if err != nil {
			return nil, unreadable(err)
		}
		if len(g.Rows) > 0 && strings.Join(row[min(len(row), len(g.Rows[0])):], "") != "" {
			g.wrong = append(g.wrong, Problem{Row: len(g.Rows) + 1, Message: finding.Say("the row has more cells than the first row has columns")})
		}
		if err := g.add(each(row, meant), limit); err != nil {
			return nil, err
		}
	}
}

func separator(text *bufio.Reader) rune {
	start, _ := text.Peek(4096)
	line, _, _ := strings.Cut(string(start), "\n")
	most, found := ',', strings.Count(line, ",")
	for _, r := range ";\t" {
		if n := strings.Count(line, string(r)); n > found {
			most, found = r, n
		}
	}
	return most
}
