package word_test

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/service-catalogue/sc/pkg/finding"
	"github.com/service-catalogue/sc/pkg/word"
)

const types = `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
<Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/>
</Types>`

const space = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`

// archive is a file of these parts, names and texts by turns.
func archive(t testing.TB, parts ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, parts[i+1]); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// docx is a document with a body, and what other parts there are.
func docx(t testing.TB, body string, parts ...string) []byte {
	t.Helper()
	return archive(t, append([]string{"[Content_Types].xml", types, "word/document.xml", "<w:document" + space + "><w:body>" + body + "</w:body></w:document>"}, parts...)...)
}

func open(t testing.TB, data []byte) *word.Template {
	t.Helper()
	tmpl, err := word.Open(data, word.Usual())
	if err != nil {
		t.Fatalf("%v, %v", err, errors.Unwrap(err))
	}
	return tmpl
}

// part is the text of a part of an archive.
func part(t testing.TB, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

type city struct {
	Name   string `word:"name"`
	Street []road `word:"streets"`
}

type road struct {
	Road string `word:"road"`
}

type head struct {
	Title string `word:"title"`
}

type values struct {
	head
	Name   string `word:"name"`
	Empty  string `word:"empty"`
	Quoted string `word:"quoted"`
	Secret bool   `word:"secret"`
	Cities []city `word:"cities"`
	None   []city `word:"none"`
}

func sample() values {
	return values{head: head{"标题 <&>"}, Name: "名", Quoted: `a" \d {b}`, Cities: []city{{"甲", []road{{"一"}, {"二"}}}, {"乙", nil}}}
}

// filled is the body of a document that was filled, without what stands around it and
// without the attribute that keeps blanks.
func filled(t testing.TB, body string, v any) (string, error) {
	t.Helper()
	var out bytes.Buffer
	if err := open(t, docx(t, body)).Fill(&out, v); err != nil {
		return "", err
	}
	text := part(t, out.Bytes(), "word/document.xml")
	_, text, _ = strings.Cut(text, "<w:body>")
	text, _, _ = strings.Cut(text, "</w:body>")
	return strings.ReplaceAll(text, ` xml:space="preserve"`, ""), nil
}

func p(runs ...string) string {
	text := "<w:p>"
	for _, r := range runs {
		text += r
	}
	return text + "</w:p>"
}

func r(text string) string { return "<w:r><w:t>" + text + "</w:t></w:r>" }

func b(text string) string { return "<w:r><w:rPr><w:b/></w:rPr><w:t>" + text + "</w:t></w:r>" }

func row(cells ...string) string {
	text := "<w:tr>"
	for _, c := range cells {
		text += "<w:tc>" + p(r(c)) + "</w:tc>"
	}
	return text + "</w:tr>"
}

func TestPlaceHoldersAreFilled(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ name, body, want string }{
		{"in a text", p(r("a {{name}} b")), p("<w:r><w:t>a </w:t><w:t>名</w:t><w:t> b</w:t></w:r>")},
		{"with blanks in it", p(r("{{ name }}")), p(r("名"))},
		{"as a Chinese keyboard gives it", p(r("a ｛｛name｝｝ ｛｛＃name｝｝b｛｛／name｝｝")), p("<w:r><w:t>a </w:t><w:t>名</w:t><w:t> </w:t></w:r>" + r("b"))},
		{"parted over runs", p(r("a {"), b("{na"), "<w:proofErr/>", r("me}"), r("} b")), p("<w:r><w:t>a </w:t><w:t>名</w:t></w:r>", "<w:proofErr/>", r(" b"))},
		{"twice in a text", p(b("{{name}}{{name}}")), p("<w:r><w:rPr><w:b/></w:rPr><w:t>名</w:t><w:t>名</w:t></w:r>")},
		{"of an embedded struct, as text", p(r("{{title}}")), p(r("标题 &lt;&amp;&gt;"))},
		{"in an attribute", `<w:bookmarkStart w:id="7" w:name="{{name}}"/><w:bookmarkEnd w:id="7"/>`, `<w:bookmarkStart w:id="1" w:name="名"/><w:bookmarkEnd w:id="1"/>`},
		{"in an instruction it is no other one", p("<w:r><w:instrText>REF {{quoted}}</w:instrText></w:r>"), p("<w:r><w:instrText>REF a&#39; /d (b)</w:instrText></w:r>")},
		{"in the instruction of a field", p("<w:r><w:instrText>REF {{name}}</w:instrText></w:r>"), p("<w:r><w:instrText>REF 名</w:instrText></w:r>")},
		{"a block in a paragraph", p(r("x {{#cities}}{{name}}, {{/cities}}y")), p(r("x ") + "<w:r><w:t>甲</w:t><w:t>, </w:t></w:r><w:r><w:t>乙</w:t><w:t>, </w:t></w:r>" + r("y"))},
		{"a block of a condition", p(r("{{#name}}a{{/name}}{{#empty}}b{{/empty}}{{^empty}}c{{/empty}}{{#secret}}d{{/secret}}")), p(r("a"), r("c"))},
		{"a block of paragraphs", p(r("{{#cities}}")) + p(r("{{name}}")) + p(r("{{/cities}}")), p(r("甲")) + p(r("乙"))},
		{"a block with text beside its ends", p(r("{{#cities}}- {{name}}")) + p(r("-{{/cities}}")), p("<w:r><w:t>- </w:t><w:t>甲</w:t></w:r>") + p(r("-")) + p("<w:r><w:t>- </w:t><w:t>乙</w:t></w:r>") + p(r("-"))},
		{"a block in a block", p(r("{{#cities}}")) + p(r("{{name}}")) + p(r("{{#streets}}")) + p(r("{{name}}{{road}}")) + p(r("{{/streets}}")) + p(r("{{/cities}}")), p(r("甲")) + p("<w:r><w:t>甲</w:t><w:t>一</w:t></w:r>") + p("<w:r><w:t>甲</w:t><w:t>二</w:t></w:r>") + p(r("乙"))},
		{"one block behind another", p(r("{{#name}}")) + p(r("a")) + p(r("{{/name}}{{#empty}}")) + p(r("b")) + p(r("{{/empty}}")) + p(r("c")), p(r("a")) + p(r("c"))},
		{"an empty block", p(r("{{#name}}")) + p(r("{{/name}}")) + p(r("c")), p(r("c"))},
		{"rows", "<w:tbl>" + row("a", "b") + row("{{#cities}}{{name}}", "{{/cities}}") + "</w:tbl>", "<w:tbl>" + row("a", "b") + "<w:tr><w:tc>" + p(r("甲")) + "</w:tc><w:tc><w:p/></w:tc></w:tr><w:tr><w:tc>" + p(r("乙")) + "</w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>"},
		{"rows between rows", "<w:tbl>" + row("{{#cities}}") + row("{{name}}") + row("-") + row("{{/cities}}") + "</w:tbl>", "<w:tbl>" + row("甲") + row("-") + row("乙") + row("-") + "</w:tbl>"},
		{"a table without rows goes", "<w:tbl><w:tblPr/>" + row("{{#none}}{{name}}", "{{/none}}") + "</w:tbl>" + p(r("a")), p(r("a"))},
		{"a cell keeps a paragraph", "<w:tbl><w:tr><w:tc>" + p(r("{{#empty}}")) + p(r("a")) + p(r("{{/empty}}")) + "</w:tc></w:tr></w:tbl>", "<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"},
		{"a text box in a paragraph", p(r("{{name}}"), "<w:r><w:pict><w:txbxContent>"+p(r("{{ti"), r("tle}}"))+"</w:txbxContent></w:pict></w:r>"), p(r("名"), "<w:r><w:pict><w:txbxContent>"+p(r("标题 &lt;&amp;&gt;"), "<w:r/>")+"</w:txbxContent></w:pict></w:r>")},
		{"nothing", p(r("a } } { b")) + "<w:sectPr/>", p(r("a } } { b")) + "<w:sectPr/>"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, err := filled(t, tt.body, sample())
			if err != nil {
				t.Fatal(err)
			}
			if got = strings.ReplaceAll(got, "<w:r/>", ""); got != strings.ReplaceAll(tt.want, "<w:r/>", "") {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// A value is text: no markup, no place-holder, no character that XML may not hold.
func TestValuesAreText(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ value, want string }{
		{"</w:t><w:br/>", r("&lt;/w:t&gt;&lt;w:br/&gt;")},
		{"{{title}} {{#cities}}", r("{{title}} {{#cities}}")},
		{"a\nb\r\nc", "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"},
		{"a\x00\x0b\x1b\uffff\xff\u202eb", r("a\uFFFD\uFFFD\uFFFD\uFFFD\uFFFD\uFFFDb")},
		{"\U0001F600 \"'", r("\U0001F600 &#34;&#39;")},
	} {
		got, err := filled(t, p(r("{{name}}")), values{Name: tt.value})
		if err != nil || got != p(tt.want) {
			t.Errorf("%q: got %s, %v, want %s", tt.value, got, err, p(tt.want))
		}
	}
}

func TestBadTemplatesAreNamed(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ body, want string }{
		{p(r("{{nobody}}")), "word/document.xml: nothing is called {{nobody}} here"},
		{p(r("{{#none}}{{road}}{{/none}}")), "word/document.xml: nothing is called {{road}} here"},
		{p(r("{{#nothing}}{{/nothing}}")), "word/document.xml: nothing is called {{#nothing}} here"},
		{p(r("{{secret}}")), "word/document.xml: nothing is called {{secret}} here"},
		{p(r("{{cities}}")), "word/document.xml: {{cities}} is a list"},
		{p(r("{{#cities}}")), "word/document.xml: the block {{#cities}} is not closed: {{/cities}} is missing beside it"},
		{p(r("{{/cities}}")), "word/document.xml: the block {{/cities}} ends and was not begun"},
		{p(r("{{#cities}}{{#name}}{{/cities}}{{/name}}")), "word/document.xml: the block {{#name}} is not closed: {{/name}} is missing beside it"},
		{p(r("{{#name}}")) + p(r("a")) + p(r("{{/name}}x{{#empty}}")) + p(r("{{/empty}}")), "word/document.xml: the block {{#name}} begins or ends in the middle of another one"},
		{p(r("{{name")), "word/document.xml: the place-holder is not closed: {{name"},
		{p(r("{{name}} {{ b")), "word/document.xml: the place-holder is not closed: {{ b"},
		{p("<w:r><w:instrText>REF {{na</w:instrText></w:r><w:r><w:instrText>me}}</w:instrText></w:r>"), "word/document.xml: the place-holder is not closed: {{na"},
		{p(r(strings.Repeat("{{#cities}}", 8) + strings.Repeat("{{/cities}}", 8))), "the part word/document.xml is out of all proportion"},
		{p(r(strings.Repeat("{{#name}}", 70) + strings.Repeat("{{/name}}", 70))), "the part word/document.xml is out of all proportion"},
		{`<w:bookmarkStart w:name="{{cities}}"/>`, "word/document.xml: nothing is called {{cities}} here"},
	} {
		if _, err := filled(t, tt.body, sample()); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.body, err, tt.want)
		}
	}
	header := docx(t, p(r("a")), "word/header1.xml", "<w:hdr"+space+">"+p(r("{{titel}}"))+"</w:hdr>")
	err := open(t, header).Fill(io.Discard, sample())
	var f *finding.Fault
	if !errors.As(err, &f) || f.Message.String() != "word/header1.xml: nothing is called {{titel}} here" || f.Hint.String() != "did you mean {{title}}?" {
		t.Errorf("got %v", err)
	}
}

func TestWhatIsNoTemplate(t *testing.T) {
	t.Parallel()
	limit := word.Limits{Parts: 4, Bytes: 1 << 16, Text: 1 << 15, Nodes: 2000, Depth: 20}
	for _, tt := range []struct {
		name string
		data []byte
		want string
	}{
		{"nothing", nil, "this is no document of Word"},
		{"text", []byte("PK\x03\x04 and no more"), "this is no document of Word"},
		{"a workbook", archive(t, "[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>`), "this is no document of Word"},
		{"no text", archive(t, "[Content_Types].xml", types, "word/styles.xml", "<a/>"), "this is no document of Word"},
		{"no kinds", archive(t, "word/document.xml", "<w:document"+space+"/>"), "this is no document of Word"},
		{"macros by kind", archive(t, "[Content_Types].xml", strings.ReplaceAll(types, "vnd.openxmlformats-officedocument.wordprocessingml.document.main", "vnd.ms-word.document.macroEnabled.main")), "the document has macros"},
		{"macros by part", docx(t, "", "word/vbaProject.bin", "x"), "the document has macros"},
		{"many parts", docx(t, "", "a", "", "b", "", "c", ""), "the document has more than 4 parts"},
		{"a bomb", docx(t, "", "word/media/a.png", strings.Repeat("\x00", 1<<17)), "the document unfolds to more than 0 MiB"},
		{"a long part", docx(t, p(r(strings.Repeat("a", 1<<15)))), "the part word/document.xml has more than 0 MiB"},
		{"many elements", docx(t, strings.Repeat("<w:p/>", 2000)), "the part word/document.xml is out of all proportion"},
		{"a deep one", docx(t, strings.Repeat("<w:p>", 20)+strings.Repeat("</w:p>", 20)), "the part word/document.xml is out of all proportion"},
		{"no XML", docx(t, "<w:p>"), "the part word/document.xml cannot be read"},
		{"a document type", archive(t, "[Content_Types].xml", types, "word/document.xml", `<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><w:document`+space+"/>"), "the part word/document.xml cannot be read"},
		{"a table for a document", archive(t, "[Content_Types].xml", types, "word/document.xml", "<w:tbl"+space+"/>"), "the part word/document.xml cannot be read"},
		{"a path upwards", docx(t, "", "../evil", "x"), `the document has a part whose name cannot be: "../evil"`},
		{"a part twice", docx(t, "", "word/Document.xml", "x"), `the document has a part whose name cannot be: "word/Document.xml"`},
	} {
		if _, err := word.Open(tt.data, limit); err == nil || err.Error() != tt.want {
			t.Errorf("%s: got %v, want %s", tt.name, err, tt.want)
		}
	}
}

// What a template multiplies beyond measure is refused, and not made.
func TestBlocksMultiplyWithinLimits(t *testing.T) {
	t.Parallel()
	many := values{Cities: make([]city, 200)}
	body := p(r(strings.Repeat("{{#cities}}", 6) + "{{name}}" + strings.Repeat("{{/cities}}", 6)))
	limit := word.Usual()
	limit.Nodes = 10_000
	tmpl, err := word.Open(docx(t, body), limit)
	if err != nil {
		t.Fatal(err)
	}
	if err := tmpl.Fill(io.Discard, many); err == nil || err.Error() != "the part word/document.xml is out of all proportion" {
		t.Errorf("got %v", err)
	}
}

// Other parts stay byte for byte, and the same values give the same file.
func TestOtherPartsStay(t *testing.T) {
	t.Parallel()
	relations := `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId9" Type="x" Target="https://example.org/" TargetMode="External"/></Relationships>`
	data := docx(t, p(r("{{name}}")), "word/_rels/document.xml.rels", relations, "word/media/a.png", "\x89PNG")
	var first, again bytes.Buffer
	tmpl := open(t, data)
	for _, out := range []*bytes.Buffer{&first, &again} {
		if err := tmpl.Fill(out, sample()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(first.Bytes(), again.Bytes()) {
		t.Error("the same values give other bytes")
	}
	if got := part(t, first.Bytes(), "word/_rels/document.xml.rels"); got != relations {
		t.Errorf("got %s", got)
	}
	if got := part(t, first.Bytes(), "word/media/a.png"); got != "\x89PNG" {
		t.Errorf("got %q", got)
	}
	z, _ := zip.NewReader(bytes.NewReader(first.Bytes()), int64(first.Len()))
	if len(z.File) != 4 || z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("got %d parts, first %s", len(z.File), z.File[0].Name)
	}
}

// A prefix other than the usual one is a template all the same.
func TestOtherPrefix(t *testing.T) {
	t.Parallel()
	body := `<document xmlns="http://purl.oclc.org/ooxml/wordprocessingml/main"><body><p><r><t>{{na</t></r><r><t>me}}</t></r></p></body></document>`
	var out bytes.Buffer
	if err := open(t, archive(t, "[Content_Types].xml", types, "word/document.xml", body)).Fill(&out, values{Name: "a\nb"}); err != nil {
		t.Fatal(err)
	}
	if got, want := part(t, out.Bytes(), "word/document.xml"), `<t xml:space="preserve">a</t><br/><t xml:space="preserve">b</t>`; !strings.Contains(got, want) {
		t.Errorf("got %s", got)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	want := []string{"cities", "cities.name", "cities.streets", "cities.streets.road", "empty", "name", "none", "none.name", "none.streets", "none.streets.road", "quoted", "secret", "title"}
	if got := word.Names(values{}); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}

// Whatever a template holds, it is read or refused; what is made of it is a document
// again, and well-formed.
func FuzzFill(f *testing.F) {
	for _, body := range []string{
		p(r("{{name}}")), p(r("{{#cities}}{{name}}{{/cities}}")), "<w:tbl>" + row("{{#cities}}{{name}}", "{{/cities}}") + "</w:tbl>",
		p(r("{{#name}}")) + p(r("a {")) + p(r("{{/name}}")), "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + r("{{name}}") + "</w:sdtContent></w:sdt>",
	} {
		f.Add(body, "名\n<")
	}
	f.Fuzz(func(t *testing.T, body, value string) {
		limit := word.Limits{Parts: 10, Bytes: 1 << 20, Text: 1 << 20, Nodes: 20_000, Depth: 100}
		tmpl, err := word.Open(docx(t, body), limit)
		if err != nil {
			return
		}
		tmpl.Tables()
		var out bytes.Buffer
		v := sample()
		v.Name = value
		if err := tmpl.Fill(&out, v); err != nil {
			var fault *finding.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		d := xml.NewDecoder(strings.NewReader(part(t, out.Bytes(), "word/document.xml")))
		for {
			if _, err := d.RawToken(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Whatever the bytes are, they are a template or a fault.
func FuzzOpen(f *testing.F) {
	f.Add(docx(f, p(r("{{name}}"))))
	f.Add([]byte("PK\x03\x04"))
	f.Fuzz(func(t *testing.T, data []byte) {
		limit := word.Limits{Parts: 10, Bytes: 1 << 20, Text: 1 << 20, Nodes: 20_000, Depth: 100}
		tmpl, err := word.Open(data, limit)
		if err != nil {
			var fault *finding.Fault
			if !errors.As(err, &fault) {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		tmpl.Tables()
	})
}
