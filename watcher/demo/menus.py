"""The menus of the demo's sites, long as such menus are."""

Menu = tuple[tuple[str, tuple[str, ...]], ...]

ICE: Menu = (
    ("About Us", ("Mission", "Who We Are", "Leadership", "History", "Careers", "Budget", "Site Policies", "Honors")),
    (
        "Enforcement",
        ("Arrests", "Detention", "Removal", "Alternatives to Detention", "Bonds", "Check In", "Statistics"),
    ),
    ("Investigations", ("Financial Crimes", "Cyber Crimes", "Trade", "Trafficking", "Gangs", "Forced Labor", "Tips")),
    ("Students", ("Schools", "Exchange Visitors", "Employment", "Travel", "Fact Sheets", "Fees", "Practical Training")),
    ("Partners", ("Section 287g", "Sheriffs", "Task Forces", "Colleges", "Victims", "Community Relations", "Grants")),
    ("Newsroom", ("Releases", "Speeches", "Features", "Media Inquiries", "Photographs", "Annual Report", "Archive")),
    ("Library", ("Forms", "Policy", "Contracts", "Facility Inspections", "Freedom of Information", "Privacy", "Data")),
)

DHS: Menu = (
    (
        "Topics",
        ("Border", "Citizenship", "Cybersecurity", "Disasters", "Economic Security", "Elections", "Trafficking"),
    ),
    ("News", ("Releases", "Blog", "Speeches", "Testimony", "Media Library", "Events", "Subscribe", "Contacts")),
    ("In Focus", ("Fentanyl", "Child Safety", "Artificial Intelligence", "Resilience", "Targeted Violence")),
    ("How Do I", ("Get a Green Card", "Check Wait Times", "Report a Threat", "Apply for a Grant", "Verify Work")),
    (
        "Get Involved",
        ("Careers", "Advisory Council", "Small Business", "Hiring Veterans", "See Something Say Something"),
    ),
    ("About DHS", ("Leadership", "Components", "Budget", "Laws", "Privacy Office", "Civil Rights", "Site Links")),
)

NILC: Menu = (
    ("Issues", ("Enforcement", "Health", "Workers", "Access to Justice", "DACA", "Taxes")),
    ("Resources", ("Know Your Rights", "Policy Briefs", "Training", "Publications")),
    ("About", ("Staff", "Board", "Careers", "Contact")),
)

AILA: Menu = (
    ("Library", ("Federal Agencies", "Courts", "Congress", "Practice")),
    ("Membership", ("Join", "Renew", "Chapters")),
    ("Events", ("Conferences", "Web Seminars")),
)
