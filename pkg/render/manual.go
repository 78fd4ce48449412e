package render

import (
	"fmt"
	"io"
	"strings"
)

// Manual is a page of the manual, as man shows it.
type Manual struct {
	Name    string // as the file is called: sc-approve
	Date    string // 2026-03-02
	Version string
	Parts   []ManualPart
}

// ManualPart is a part of such a page: a heading with paragraphs, examples or a list.
type ManualPart struct {
	Heading  string
	Text     []string
	Examples []string
	List     [][2]string // what is explained, and how
}

// Write writes the page in the macros of man(7).
func (m Manual) Write(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, ".TH \"%s\" \"1\" \"%s\" \"%s\"\n.ad l\n.nh\n", roff(strings.ToUpper(m.Name)), m.Date, roff("sc "+m.Version))
	for _, part := range m.Parts {
		fmt.Fprintf(&b, ".SH %s\n", roff(part.Heading))
		for i, text := range part.Text {
			if i > 0 {
				b.WriteString(".PP\n")
			}
			b.WriteString(roffLine(text))
		}
		if len(part.Examples) > 0 {
			b.WriteString(".nf\n")
			for _, example := range part.Examples {
				for line := range strings.SplitSeq(Continued(example, manualWidth), "\n") {
					b.WriteString(roffLine(line))
				}
			}
			b.WriteString(".fi\n")
		}
		for _, item := range part.List {
			b.WriteString(".TP\n\\fB" + roff(item[0]) + "\\fR\n" + roffLine(item[1]))
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// manualWidth is what man leaves for an example in a window of 80 columns.
const manualWidth = 70

// breakPoint stands for a place where a line may be broken.
const breakPoint = "\x00"

// roff is a text in which nothing is a request to the formatter.
func roff(text string) string {
	return strings.NewReplacer(`\`, `\e`, "-", `\-`, "\n", " ", `"`, `\(dq`, "'", `\(aq`, "`", `\(ga`, "^", `\(ha`, "~", `\(ti`).Replace(text)
}

// roffLine is a text on a line of its own, which is no request either. It may be broken
// between Chinese characters, and behind a bar.
func roffLine(text string) string {
	text = roff(strings.ReplaceAll(strings.Join(pieces(text), breakPoint), "|", "|"+breakPoint))
	text = strings.ReplaceAll(strings.ReplaceAll(text, " "+breakPoint, " "), breakPoint, `\:`)
	if strings.HasPrefix(text, ".") {
		text = `\&` + text
	}
	return text + "\n"
}
