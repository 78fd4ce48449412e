package render

// The objects of SARIF 2.1.0 that a report needs. Names are the standard's; the
// sections are named where something is not as it looks.

type sarifTool struct {
	Driver sarifDriver `json:"driver"`
}

type sarifDriver struct {
	Name           string      `json:"name"`
	Version        string      `json:"version,omitempty"`
	InformationURI string      `json:"informationUri"`
	Rules          []sarifRule `json:"rules"`
}

type sarifRule struct {
	ID               string    `json:"id"`
	ShortDescription sarifText `json:"shortDescription"`
	FullDescription  sarifText `json:"fullDescription"`
	Help             sarifHelp `json:"help"`
}

// sarifHelp is told in Markdown where a viewer can show it.
type sarifHelp struct {
	Text     string `json:"text"`
	Markdown string `json:"markdown,omitempty"`
}

type sarifText struct {
	Text string `json:"text"`
}

type sarifInvocation struct {
	ExecutionSuccessful bool                `json:"executionSuccessful"`
	Notifications       []sarifNotification `json:"toolExecutionNotifications,omitempty"`
}

type sarifNotification struct {
	Level   string    `json:"level"`
	Message sarifText `json:"message"`
}

type sarifResult struct {
	RuleID              string          `json:"ruleId"`
	RuleIndex           int             `json:"ruleIndex"`
	Level               string          `json:"level"`
	Message             sarifText       `json:"message"`
	Locations           []sarifLocation `json:"locations,omitempty"`
	Related             []sarifLocation `json:"relatedLocations,omitempty"`
	Fixes               []sarifFix      `json:"fixes,omitempty"`
	PartialFingerprints sarifPrint      `json:"partialFingerprints"`
}

// sarifPrint has a name of ours: the one that GitHub reckons itself is another.
type sarifPrint struct {
	Finding string `json:"scFinding/v1"`
}

type sarifLocation struct {
	ID       int            `json:"id,omitempty"`
	Physical *sarifPhysical `json:"physicalLocation,omitempty"`
	Logical  []sarifLogical `json:"logicalLocations,omitempty"`
	Message  *sarifText     `json:"message,omitempty"`
}

// sarifLogical holds a JSON pointer.
type sarifLogical struct {
	Name string `json:"fullyQualifiedName"`
}

type sarifPhysical struct {
	Artifact sarifArtifact `json:"artifactLocation"`
	Region   *sarifRegion  `json:"region,omitempty"`
}

type sarifArtifact struct {
	URI string `json:"uri"`
}

// sarifRegion ends just behind its last character (§3.30.8).
type sarifRegion struct {
	StartLine   int `json:"startLine"`
	StartColumn int `json:"startColumn,omitempty"`
	EndLine     int `json:"endLine,omitempty"`
	EndColumn   int `json:"endColumn,omitempty"`
}

type sarifFix struct {
	Changes []sarifChange `json:"artifactChanges"`
}

type sarifChange struct {
	Artifact     sarifArtifact      `json:"artifactLocation"`
	Replacements []sarifReplacement `json:"replacements"`
}

type sarifReplacement struct {
	Deleted  sarifBytes   `json:"deletedRegion"`
	Inserted sarifContent `json:"insertedContent"`
}

// sarifBytes is a binary region (§3.30.3): 0 is an offset too.
type sarifBytes struct {
	Offset int `json:"byteOffset"`
	Length int `json:"byteLength"`
}

// sarifContent is what comes in its place; Binary becomes base64.
type sarifContent struct {
	Text   string `json:"text"`
	Binary []byte `json:"binary"`
}
