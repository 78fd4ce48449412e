package catalogue

// Ask is one thing that a service level requirement asks for (§5.2).
type Ask struct {
	Service      ServiceID         `yaml:"service,omitempty"` // "" where null or absent: any service
	Hours        *Hours            `yaml:"hours,omitempty"`
	Frequency    *Frequency        `yaml:"frequency,omitempty"`
	Delivery     List[Delivery]    `yaml:"delivery,omitempty"`
	Levels       List[Level]       `yaml:"levels,omitempty"`
	Deliverables List[Deliverable] `yaml:"deliverables,omitempty"`
	Quantity     int               `yaml:"quantity,omitempty"`
	Sites        List[string]      `yaml:"sites,omitempty"`
	Note         string            `yaml:"note,omitempty"`
}

// Result says how much of what is asked the catalogue covers (目录已覆盖).
type Result string

// The results.
const (
	NotCovered Result = "none"
	Partial    Result = "partial"
	Covered    Result = "covered"
)

// Coverage is what the catalogue covers of a whole service level requirement,
// as its record keeps it.
type Coverage struct {
	Result  Result      `yaml:"result"`
	Matched List[Match] `yaml:"matched,omitempty"`
	Version Version     `yaml:"version,omitempty"` // of the catalogue that was searched
}

// Match is what one service covers. Met and Asked count the points of an Ask:
// the hours, the frequency, each way of delivery, level and deliverable.
type Match struct {
	Service ServiceID `yaml:"service"`
	Gaps    List[Gap] `yaml:"gap,omitempty"`
	Result  Result    `yaml:"-"`
	Met     int       `yaml:"-"`
	Asked   int       `yaml:"-"`
}

// Gap is one point asked for that a service does not offer.
type Gap struct {
	Field   string `yaml:"field"`   // JSON pointer into the Ask; into the request's record in a Coverage
	Asked   string `yaml:"asked"`   // in the notation of the records, such as "7x24"
	Offered string `yaml:"offered"` // likewise; "-" for nothing of the kind
}
