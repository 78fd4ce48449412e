package render

import (
	"bytes"
	"io"
	"strings"

	"github.com/service-catalogue/sc/pkg/explain"
)

// Article shows pages of package explain to a person on a terminal.
type Article struct {
	Out    io.Writer
	Width  int // columns of the terminal; 0 means unlimited
	Colour Colour
}

// readable is the most columns that prose is folded to, however wide the terminal.
const readable = 80

// Show writes the pages one below the other.
func (a Article) Show(pages []explain.Page) error {
	var out bytes.Buffer
	for i, p := range pages {
		if i > 0 {
			out.WriteString("\n\n")
		}
		head, _, _ := strings.Cut(p.Text, "\n")
		_, title, _ := strings.Cut(head, p.Code)
		out.WriteString(a.strong(p.Code) + title + "\n\n")
		a.prose(&out, p.Meaning, "")
		for _, part := range p.Parts {
			out.WriteString("\n" + a.strong(part.Heading) + "\n")
			a.prose(&out, part.Text, "  ")
		}
	}
	_, err := a.Out.Write(out.Bytes())
	return err
}

// prose folds paragraphs and items; an example stays as it is.
func (a Article) prose(out *bytes.Buffer, text, indent string) {
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case line == "" || strings.HasPrefix(line, "    "):
			out.WriteString(strings.TrimRight(indent+strings.TrimPrefix(line, "  "), " ") + "\n")
			continue
		case strings.HasPrefix(line, "- "):
			a.fold(out, line, indent, indent+"  ")
			continue
		}
		a.fold(out, line, indent, indent)
	}
}

// fold writes a line of the text as one or more of the screen.
func (a Article) fold(out *bytes.Buffer, line, first, rest string) {
	lines := []string{line}
	if a.Width > 0 {
		room := min(a.Width, readable)
		lines = fold(line, room-len(first), room-len(rest))
	}
	for i, l := range lines {
		if i > 0 {
			first = rest
		}
		out.WriteString(first + l + "\n")
	}
}

func (a Article) strong(text string) string {
	if a.Colour == Plain {
		return text
	}
	return lookPlace + text + lookOff
}
