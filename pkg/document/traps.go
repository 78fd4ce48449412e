package document

import "github.com/service-catalogue/sc/pkg/finding"

// trap is a mistake that people make in YAML, told by how a line looks. See outline.
type trap int

const (
	noTrap trap = iota
	trapConflict
	trapTemplate
	trapTab
	trapWideSpace
	trapFixedSpace
	trapWideColon
	trapTightColon
	trapWideDash
	trapTightDash
	trapWideComma
	trapWideQuote
	trapWideBracket
	trapOpenQuote
	trapBehindQuote
	trapOpenBracket
	trapBehindBracket
	trapIndent
	trapBlockIndent
	trapNoColon
	trapInnerColon
	trapMixedList
	trapListHere
	trapBlockText
	trapReserved
	trapEscape
	trapDirective
	trapAnchor
	trapAlias
	trapTag
	trapFence
	trapSemicolon
	trapWideBehind
	trapFixedBehind
	trapNumbered
	trapOperator
	trapEndTab
	trapLostTail
	trapDamaged
	trapLanguages
	trapLostDash
	trapHeading

	// Of lines that look right, by what yaml.v3 says.
	trapValues
	trapKey
	trapItem
	trapList
	trapMap
	trapNoValue
	trapEnd
)

// traps are what is said of each.
var traps = [...]struct {
	rule          string
	message, hint finding.Sentence
}{
	trapConflict: {
		"yaml/conflict",
		finding.Say("Git left this conflict mark: two versions of the lines stand here"),
		finding.Say("keep the lines that are right, and delete the others and the marks <<<<<<<, =======, >>>>>>>"),
	},
	trapTemplate: {
		"yaml/template",
		finding.Say("a placeholder of a template was not filled in"),
		finding.Say("write the value in its place, or put the text in quotes if it is meant so"),
	},
	trapTab: {
		"yaml/tab",
		finding.Say("a tab; YAML is indented with spaces"),
		finding.Say("put two spaces for each level in its place"),
	},
	trapWideSpace: {
		"yaml/full-width-space",
		finding.Say("a full-width space (U+3000) in the indentation; YAML is indented with ASCII spaces"),
		finding.Say("switch the keyboard to half-width, and put two spaces for each level in its place"),
	},
	trapFixedSpace: {
		"yaml/no-break-space",
		finding.Say("a no-break space (U+00A0) in the indentation, often pasted from a web page or Word"),
		finding.Say("type the spaces before this line again"),
	},
	trapWideColon: {
		"yaml/full-width-colon",
		finding.Say("the full-width colon “：” does not separate a field from its value"),
		finding.Say("write an ASCII colon and a space: “: ”"),
	},
	trapTightColon: {
		"yaml/colon-space",
		finding.Say("a space is missing behind this colon"),
		finding.Say("write “field: value”"),
	},
	trapWideDash: {
		"yaml/full-width-dash",
		finding.Say("this dash or bullet does not begin a list item"),
		finding.Say("write an ASCII hyphen and a space: “- ”"),
	},
	trapTightDash: {
		"yaml/dash-space",
		finding.Say("a space is missing behind this hyphen"),
		finding.Say("begin each list item with “- ”, all at one indentation"),
	},
	trapWideComma: {
		"yaml/full-width-comma",
		finding.Say("the full-width comma does not separate the items in [ ] or { }"),
		finding.Say("write an ASCII comma and a space “, ”, or put a text that holds the comma in quotes"),
	},
	trapWideQuote: {
		"yaml/full-width-quote",
		finding.Say("Chinese quotation marks do not quote a value"),
		finding.Say("write ASCII quotes \"…\"; if the marks belong to the text, put ASCII quotes around them"),
	},
	trapWideBracket: {
		"yaml/full-width-bracket",
		finding.Say("full-width brackets do not enclose a list or fields"),
		finding.Say("write ASCII brackets, or put the text in quotes if it is meant so"),
	},
	trapOpenQuote: {
		"yaml/unclosed-quote",
		finding.Say("a quote is opened here and never closed"),
		finding.Say("close it at the end of the value, or use no quotes"),
	},
	trapBehindQuote: {
		"yaml/text-after-quote",
		finding.Say("text stands behind the closing quote"),
		finding.Say("put the whole value in quotes; a \" inside is written \\\", a ' inside ''"),
	},
	trapOpenBracket: {
		"yaml/unclosed-bracket",
		finding.Say("a bracket is opened here and not closed as it should be"),
		finding.Say("close it, or write the items as lines of their own"),
	},
	trapBehindBracket: {
		"yaml/text-after-bracket",
		finding.Say("text stands behind the closing bracket"),
		finding.Say("put the whole value in quotes, or delete the text"),
	},
	trapIndent: {
		"yaml/indentation",
		finding.Say("this line is indented neither as its neighbours nor as a level of its own"),
		finding.Say("indent it as the other fields of its block"),
	},
	trapBlockIndent: {
		"yaml/indentation",
		finding.Say("a text below | or > must be indented deeper than its field"),
		finding.Say("put two more spaces before each of its lines"),
	},
	trapNoColon: {
		"yaml/missing-colon",
		finding.Say("this line is neither “field: value” nor a list item"),
		finding.Say("write a colon and a space behind the field's name"),
	},
	trapInnerColon: {
		"yaml/colon-in-value",
		finding.Say("a colon and a space stand inside a value"),
		finding.Say("put the value in quotes"),
	},
	trapMixedList: {
		"yaml/list",
		finding.Say("list items and fields stand at one indentation"),
		finding.Say("begin each list item with “- ”, and indent what belongs to it two spaces more"),
	},
	trapListHere: {
		"yaml/list",
		finding.Say("a list item is not allowed here"),
		finding.Say("put the list on the lines below its field"),
	},
	trapBlockText: {
		"yaml/block-text",
		finding.Say("text may not follow | or > on the same line"),
		finding.Say("write the text on the lines below, indented"),
	},
	trapReserved: {
		"yaml/reserved-character",
		finding.Say("a value may not begin with this character"),
		finding.Say("put the value in quotes"),
	},
	trapEscape: {
		"yaml/escape",
		finding.Say("a backslash in double quotes begins an escape that YAML does not know"),
		finding.Say("use single quotes, or double the backslash"),
	},
	trapDirective: {
		"yaml/directive",
		finding.Say("directives, lines that begin with a percent sign, are not allowed"),
		finding.Say("leave the line out, or put the value in quotes"),
	},
	trapAnchor: {
		"yaml/anchor",
		finding.Say("anchors (&) and aliases (*) are not allowed"),
		finding.Say("write the value out, or put it in quotes"),
	},
	trapAlias: {
		"yaml/alias",
		finding.Say("a value that begins with * is an alias of YAML, which is not allowed"),
		finding.Say("put a text that begins with * in quotes, or write the value out"),
	},
	trapTag: {
		"yaml/tag",
		finding.Say("tags (!) are not allowed"),
		finding.Say("leave the tag out, or put the value in quotes"),
	},
	trapFence: {
		"yaml/code-fence",
		finding.Say("``` encloses a block of code in other texts, and is no YAML"),
		finding.Say("delete the lines that begin with ```"),
	},
	trapSemicolon: {
		"yaml/semicolon",
		finding.Say("a semicolon does not separate a field from its value"),
		finding.Say("write an ASCII colon and a space: “: ”"),
	},
	trapWideBehind: {
		"yaml/full-width-space",
		finding.Say("a full-width space (U+3000) stands behind this colon or hyphen; YAML wants an ASCII space there"),
		finding.Say("put an ASCII space in its place"),
	},
	trapFixedBehind: {
		"yaml/no-break-space",
		finding.Say("a no-break space (U+00A0) stands behind this colon or hyphen; YAML wants an ASCII space there"),
		finding.Say("put an ASCII space in its place"),
	},
	trapNumbered: {
		"yaml/numbered-list",
		finding.Say("a number in front does not begin a list item"),
		finding.Say("begin each list item with “- ”; if one text of several lines is meant, write | behind its field"),
	},
	trapOperator: {
		"yaml/operator",
		finding.Say("a value that begins with > is a text on the lines below it to YAML"),
		finding.Say("put the value in quotes: '>='"),
	},
	trapEndTab: {
		"yaml/tab",
		finding.Say("a tab at the end of the line"),
		finding.Say("delete it"),
	},
	trapLostTail: {
		"yaml/lost-text",
		finding.Say("what stands behind this # is a comment, and no part of the value"),
		finding.Say("put the value in quotes; if a comment is meant, write a space behind the #"),
	},
	trapDamaged: {
		"text/damaged",
		finding.Say("U+FFFD stands here for a character that a wrong encoding destroyed"),
		finding.Say("type the right character in its place"),
	},
	trapLanguages: {
		"yaml/indentation",
		finding.Say("the texts of each language belong to the field above, which has no value so"),
		finding.Say("indent these lines two spaces more"),
	},
	trapHeading: {
		"yaml/missing-colon",
		finding.Say("this line is neither “field: value” nor a list item"),
		finding.Say("delete it, or put # before it if it is a heading"),
	},
	trapLostDash: {
		"yaml/missing-dash",
		finding.Say("the fields of the list item above begin anew here: “- ” is missing"),
		finding.Say("begin each list item with “- ”, and indent what belongs to it two spaces more"),
	},
	trapValues: {
		"yaml/syntax",
		finding.Say("a colon and a space inside a value, or a wrong indentation"),
		finding.Say("put the value in quotes, or indent the line as the others of its block"),
	},
	trapKey: {
		"yaml/syntax",
		finding.Say("this line does not fit the block that it stands in"),
		finding.Say("indent it as the other fields of the block, and close every quote"),
	},
	trapItem: {
		"yaml/syntax",
		finding.Say("this line does not fit the list that it stands in"),
		finding.Say("begin each list item with “- ”, all at one indentation"),
	},
	trapList: {
		"yaml/syntax",
		finding.Say("a list in [ ] lacks a comma or its end"),
		finding.Say("write it as lines that begin with “- ”"),
	},
	trapMap: {
		"yaml/syntax",
		finding.Say("a map in { } lacks a comma or its end"),
		finding.Say("write it as lines “field: value”"),
	},
	trapNoValue: {
		"yaml/syntax",
		finding.Say("a value is missing or begins with a character that YAML reserves"),
		finding.Say("put the value in quotes"),
	},
	trapEnd: {
		"yaml/syntax",
		finding.Say("the record has ended, and more text follows"),
		finding.Say("indent this line as the others of its block"),
	},
}

// trapped makes the finding about a trap.
func (s *source) trapped(t trap, at span) finding.Finding {
	return s.fault(traps[t].rule, at, traps[t].message, traps[t].hint)
}
