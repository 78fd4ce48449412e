package document

import "github.com/service-catalogue/sc/pkg/finding"

// trap is a mistake that people make in YAML.
type trap struct {
	rule          string
	message, hint finding.Sentence
}

// The traps that are told by how a line looks. See outline.
var (
	trapConflict = &trap{
		"yaml/conflict",
		finding.Say("Git left this conflict mark: two versions of the lines stand here"),
		finding.Say("keep the lines that are right, and delete the others and the marks <<<<<<<, =======, >>>>>>>"),
	}
	trapTemplate = &trap{
		"yaml/template",
		finding.Say("a placeholder of a template was not filled in"),
		finding.Say("write the value in its place, or put the text in quotes if it is meant so"),
	}
	trapTab = &trap{
		"yaml/tab",
		finding.Say("a tab; YAML is indented with spaces"),
		finding.Say("put two spaces for each level in its place"),
	}
	trapWideSpace = &trap{
		"yaml/full-width-space",
		finding.Say("a full-width space (U+3000) in the indentation; YAML is indented with ASCII spaces"),
		finding.Say("switch the keyboard to half-width, and put two spaces for each level in its place"),
	}
	trapFixedSpace = &trap{
		"yaml/no-break-space",
		finding.Say("a no-break space (U+00A0) in the indentation, often pasted from a web page or Word"),
		finding.Say("type the spaces before this line again"),
	}
	trapWideColon = &trap{
		"yaml/full-width-colon",
		finding.Say("the full-width colon “：” does not separate a field from its value"),
		finding.Say("write an ASCII colon and a space: “: ”"),
	}
	trapTightColon = &trap{
		"yaml/colon-space",
		finding.Say("a space is missing behind this colon"),
		finding.Say("write “field: value”"),
	}
	trapWideDash = &trap{
		"yaml/full-width-dash",
		finding.Say("this dash or bullet does not begin a list item"),
		finding.Say("write an ASCII hyphen and a space: “- ”"),
	}
	trapTightDash = &trap{
		"yaml/dash-space",
		finding.Say("a space is missing behind this hyphen"),
		finding.Say("begin each list item with “- ”, all at one indentation"),
	}
	trapWideComma = &trap{
		"yaml/full-width-comma",
		finding.Say("the full-width comma does not separate the items in [ ] or { }"),
		finding.Say("write an ASCII comma and a space “, ”, or put a text that holds the comma in quotes"),
	}
	trapWideQuote = &trap{
		"yaml/full-width-quote",
		finding.Say("Chinese quotation marks do not quote a value"),
		finding.Say("write ASCII quotes \"…\"; if the marks belong to the text, put ASCII quotes around them"),
	}
	trapWideBracket = &trap{
		"yaml/full-width-bracket",
		finding.Say("full-width brackets do not enclose a list or fields"),
		finding.Say("write ASCII brackets, or put the text in quotes if it is meant so"),
	}
	trapOpenQuote = &trap{
		"yaml/unclosed-quote",
		finding.Say("a quote is opened here and never closed"),
		finding.Say("close it at the end of the value, or use no quotes"),
	}
	trapBehindQuote = &trap{
		"yaml/text-after-quote",
		finding.Say("text stands behind the closing quote"),
		finding.Say("put the whole value in quotes; a \" inside is written \\\", a ' inside ''"),
	}
	trapOpenBracket = &trap{
		"yaml/unclosed-bracket",
		finding.Say("a bracket is opened here and not closed as it should be"),
		finding.Say("close it, or write the items as lines of their own"),
	}
	trapBehindBracket = &trap{
		"yaml/text-after-bracket",
		finding.Say("text stands behind the closing bracket"),
		finding.Say("put the whole value in quotes, or delete the text"),
	}
	trapIndent = &trap{
		"yaml/indentation",
		finding.Say("this line is indented neither as its neighbours nor as a level of its own"),
		finding.Say("indent it as the other fields of its block"),
	}
	trapBlockIndent = &trap{
		"yaml/indentation",
		finding.Say("a text below | or > must be indented deeper than its field"),
		finding.Say("put two more spaces before each of its lines"),
	}
	trapNoColon = &trap{
		"yaml/missing-colon",
		finding.Say("this line is neither “field: value” nor a list item"),
		finding.Say("write a colon and a space behind the field's name"),
	}
	trapInnerColon = &trap{
		"yaml/colon-in-value",
		finding.Say("a colon and a space stand inside a value"),
		finding.Say("put the value in quotes"),
	}
	trapMixedList = &trap{
		"yaml/list",
		finding.Say("list items and fields stand at one indentation"),
		finding.Say("begin each list item with “- ”, and indent what belongs to it two spaces more"),
	}
	trapListHere = &trap{
		"yaml/list",
		finding.Say("a list item is not allowed here"),
		finding.Say("put the list on the lines below its field"),
	}
	trapBlockText = &trap{
		"yaml/block-text",
		finding.Say("text may not follow | or > on the same line"),
		finding.Say("write the text on the lines below, indented"),
	}
	trapReserved = &trap{
		"yaml/reserved-character",
		finding.Say("a value may not begin with this character"),
		finding.Say("put the value in quotes"),
	}
	trapEscape = &trap{
		"yaml/escape",
		finding.Say("a backslash in double quotes begins an escape that YAML does not know"),
		finding.Say("use single quotes, or double the backslash"),
	}
	trapDirective = &trap{
		"yaml/directive",
		finding.Say("directives, lines that begin with a percent sign, are not allowed"),
		finding.Say("leave the line out, or put the value in quotes"),
	}
	trapAnchor = &trap{
		"yaml/anchor",
		finding.Say("anchors (&) and aliases (*) are not allowed"),
		finding.Say("write the value out, or put it in quotes"),
	}
	trapAlias = &trap{
		"yaml/alias",
		finding.Say("a value that begins with * is an alias of YAML, which is not allowed"),
		finding.Say("put a text that begins with * in quotes, or write the value out"),
	}
	trapTag = &trap{
		"yaml/tag",
		finding.Say("tags (!) are not allowed"),
		finding.Say("leave the tag out, or put the value in quotes"),
	}
)

// trapped makes the finding about a trap.
func (s *source) trapped(t *trap, at span) finding.Finding {
	return s.fault(t.rule, at, t.message, t.hint)
}
