package explain

import (
	"fmt"
	"slices"
	"strings"

	"github.com/service-catalogue/sc/pkg/lang"
)

// Page explains one code. Its texts are Markdown of three kinds of lines: a
// paragraph on one line, an item that begins with "- ", and an example that is
// indented by four spaces.
type Page struct {
	Code    string
	Kind    Kind
	Title   string // one line, without a full stop
	Meaning string // what is wrong, and where it was looked for
	Parts   []Part // what follows it under headings, in the order of the page
	Text    string // the whole page as it was written
}

// Part is a text under a heading.
type Part struct {
	Section Section
	Heading string // in the page's language
	Text    string
}

// Section is what a Part is about.
type Section string

// The sections of a page. Each page has Why, Remedy and See; Example where it helps.
const (
	Why     Section = "why"     // what it would let happen
	Remedy  Section = "remedy"  // what to do, and who can
	Example Section = "example" // what it looks like
	See     Section = "see"     // the sections of the documents that say so
)

// Section is the text of one section, empty where the page has none.
func (p Page) Section(s Section) string {
	for _, part := range p.Parts {
		if part.Section == s {
			return part.Text
		}
	}
	return ""
}

// headings are the headings of the sections, in the order of a page.
func headings(l lang.Language) []Part {
	if l == lang.Chinese {
		return []Part{
			{Section: Why, Heading: "为什么重要"},
			{Section: Remedy, Heading: "怎样处理"},
			{Section: Example, Heading: "示例"},
			{Section: See, Heading: "参见"},
		}
	}
	return []Part{
		{Section: Why, Heading: "Why it matters"},
		{Section: Remedy, Heading: "How to put it right"},
		{Section: Example, Heading: "Example"},
		{Section: See, Heading: "See"},
	}
}

// parse reads a page, which must be exactly as the others are.
func parse(code string, l lang.Language, text string) (Page, error) {
	p := Page{Code: code, Kind: KindOf(code), Text: text}
	chunks := strings.Split(strings.TrimSuffix(text, "\n"), "\n\n## ")
	head, meaning, _ := strings.Cut(chunks[0], "\n\n")
	title, ok := strings.CutPrefix(head, "# "+code+colon(l))
	if !ok || title == "" || strings.Contains(title, "\n") {
		return p, fmt.Errorf("page %s does not begin with its code and title", code)
	}
	p.Title, p.Meaning = title, meaning
	last := -1
	for _, chunk := range chunks[1:] {
		heading, body, _ := strings.Cut(chunk, "\n\n")
		at := slices.IndexFunc(headings(l), func(h Part) bool { return h.Heading == heading })
		if at <= last || body == "" {
			return p, fmt.Errorf("page %s has the section %q where it cannot stand", code, heading)
		}
		last = at
		p.Parts = append(p.Parts, Part{headings(l)[at].Section, heading, body})
	}
	for _, s := range []Section{Why, Remedy, See} {
		if meaning == "" || p.Section(s) == "" {
			return p, fmt.Errorf("page %s does not say what it means, or lacks the section %q", code, s)
		}
	}
	return p, nil
}

// colon stands between the code and the title.
func colon(l lang.Language) string {
	if l == lang.Chinese {
		return "："
	}
	return ": "
}
