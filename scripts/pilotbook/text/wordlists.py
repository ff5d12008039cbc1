"""Words by which counts of people, mailboxes of teams and names of persons are told in a text."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Those whom a service is for, by the singular; a plural that is not made by an s stands in `counts.py`. An event such as a death
# is told of one person.
PEOPLE = _words(
    """
    adolescent adoption adult applicant apprentice arrest asylum-seeker attendee attender birth boy brother carer
    caregiver claimant client citizen complainant conviction couple customer dad daughter death defendant detainee
    diagnosis eviction exclusion father foster-carer friend girl grandchild grandfather grandmother grandparent
    guardian homeowner household husband immigrant individual infant kid lad lass inpatient interviewee jobseeker learner leaver
    migrant miscarriage mother mum neighbour newborn nephew niece offender orphan outpatient parent participant
    patient pensioner perpetrator person prisoner pupil recipient refugee relative renter resident respondent
    responder schoolchild sibling sister sleeper smoker son spouse starter stillbirth student sufferer suicide
    survivor teen teenager tenant toddler trainee twin user veteran victim widow widower wife youngster youth
    """
)
# Those who are paid to be there. Their number is no secret in prose; as a sample or a result they count as people.
STAFF = _words(
    """
    assistant adviser advisor clinician coach coordinator doctor employee gp interpreter manager mentor midwife
    nurse officer practitioner professional researcher staff steward teacher therapist visitor volunteer worker
    """
)
# What ends the words between a number and whom it counts: "two Polish mothers", never "four of the mothers".
NOT_BETWEEN = _words(
    """
    of in for and or the to with at from on by that which who per a an as is are was were be been had has have did
    not year years month months week weeks day days hour hours minute minutes time times year-old point points
    percent per-cent million thousand hundred dozen billion thirds quarters fifths tenths pounds pence than each
    every all other's out if but so when while after before because session sessions visit visits group groups set
    sets kind kinds type types only just let lets counts rules schools councils sites areas hubs centres teams
    services places studies trials pilots
    """
)
UNITS = _words(
    """
    one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen
    """
)
TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
# A mailbox whose name is made up of these, and of nothing else, is nobody's own.
MAILBOX_WORDS = _words(
    """
    access accounts admin administration admissions adult adults advice alerts and answers archive audit better
    board bookings business care carers case casebook cases centre challenge change childcare children childrens
    claims clerk comments comms communications community complaints contact contactus correspondence council
    customer customers customerservices data delivery desk development digital dpo early earlyhelp earlyyears editor
    editors education email employment engagement england enquiries enquiry evaluation evaluations events evidence
    families family feedback finance foi for fostering freedom front funding gdpr general governance government
    grants group grow health hello help helpdesk helpline homes housing hr hub hubs info information innovation
    inspection integration intelligence jobs joint knowledge law learn learning legal library licensing listening
    local mail mailbox manager media members membership mental mutual ncl neighbourhood neighbourhoods network news
    newsletter no noreply of office officers open operations opinion outcomes parents partners partnership
    partnerships people performance permissions pilot pilotbook pilots places planning policy post postmaster
    practice press prevention privacy procurement programme programmes project projects protection public
    publications publichealth quality questions reception records recruitment referrals register registrar reply
    reporting reports research response safeguarding sales school schools schoolsoffice secretary security send
    service services settings shared site skills social solutions staff start statistics strategy study subject
    support survey system systems team teams technology test testing the thinktank together town training
    transformation transport trial trials unit us user volunteering webmaster website welfare what women work
    workforce works young youth
    """
)
# Common first names of people in England of all ages. Many more are missing, so what finds them gives advice only.
FIRST_NAMES = frozenset(
    _words(
        """
        Aaron Abdul Abigail Adam Adrian Ahmed Aisha Alan Alex Alexander Alfie Ali Alice Alison Amanda Amelia Amina Amir
        Amy Andrea Andrew Angela Ann Anna Anne Anthony Archie Arthur Ashley Ava Barbara Ben Benjamin Beth Bethany Brenda
        Brian Callum Carl Carol Caroline Catherine Charles Charlie Charlotte Chloe Chris Christine Christopher Claire
        Clare Colin Connor Craig Daisy Daniel Darren David Dawn Dean Debbie Deborah Denise Dennis Diane Donna Dorothy
        Dylan Edward Eileen Elaine Eleanor Elizabeth Ella Ellie Emily Emma Eric Ethan Eva Evie Fatima Fiona Florence
        Frank Freya Gareth Gary Gemma George Georgia Gillian Grace Graham Greg Hannah Harriet Harry Hassan Heather Helen
        Henry Holly Hussain Ian Ibrahim Imran Isaac Isabella Isla Jack Jackie Jacob Jade Jake James Jamie Jane Janet
        Jason Jean Jennifer Jenny Jessica Jill Joan Joanne Joe John Jonathan Jordan Joseph Josh Joshua Joyce Judith
        Julia Julie June Karen Kate Katherine Kathleen Katie Keith Kelly Kenneth Kerry Kevin Kim Kirsty Kyle Laura
        Lauren Layla Leah Lee Leo Leon Lewis Liam Lily Linda Lisa Logan Louis Louise Lucas Lucy Luke Lynn Margaret Maria
        Marie Mark Martin Mary Maryam Matthew Max Megan Melissa Mia Michael Michelle Mohamed Mohammad Mohammed Molly
        Muhammad Nadia Natalie Natasha Nathan Neil Nicholas Nicola Nicole Noah Nora Oliver Olivia Omar Oscar Pamela
        Patricia Patrick Paul Paula Pauline Peter Philip Phoebe Poppy Rachel Raymond Rebecca Richard Riley Robert Robin
        Ronald Rosie Ross Roy Ruby Ruth Ryan Sam Samantha Samuel Sandra Sara Sarah Scott Sean Sharon Sheila Shirley
        Simon Sofia Sophia Sophie Stacey Stephanie Stephen Steve Steven Stuart Susan Suzanne Sylvia Tara Teresa Thomas
        Tim Tina Toby Tom Tommy Tony Tracey Tracy Tyler Valerie Vanessa Victoria Wayne Wendy William Yasmin Yusuf Yvonne
        Zainab Zara Zoe
        """
    )
)
