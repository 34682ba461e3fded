"""English words that can stand for each other, for the attacks: British and American spelling, and near synonyms."""

_BRITISH_AMERICAN = """
    analyse analyze, behaviour behavior, behaviours behaviors, cancelled canceled, cancelling canceling,
    catalogue catalog, centre center, centres centers, cheque check, colour color, colours colors, coloured colored,
    colourful colorful, counsellor counselor, cosy cozy, defence defense, dialogue dialog, emphasise emphasize,
    emphasised emphasized, endeavour endeavor, enrol enroll, favour favor, favours favors, favoured favored,
    favourite favorite, favourites favorites, flavour flavor, flavours flavors, fulfil fulfill,
    fulfilment fulfillment, grey gray, harbour harbor, honour honor, honoured honored, humour humor,
    jewellery jewelry, judgement judgment, labelled labeled, labour labor, learnt learned, litre liter, litres liters,
    manoeuvre maneuver, maximise maximize, metre meter, metres meters, minimise minimize, modelling modeling,
    mould mold, moustache mustache, neighbour neighbor, neighbours neighbors, neighbourhood neighborhood,
    offence offense, optimise optimize, organisation organization, organisations organizations, organise organize,
    organised organized, paediatric pediatric, parlour parlor, plough plow, prioritise prioritize, programme program,
    programmes programs, pyjamas pajamas, realise realize, realised realized, recognise recognize,
    recognised recognized, rumour rumor, sceptical skeptical, skilful skillful, specialise specialize, storey story,
    summarise summarize, theatre theater, towards toward, travelled traveled, traveller traveler,
    travelling traveling, tyre tire, utilise utilize, vapour vapor, whilst while
"""
SPELLINGS = {
    here: there
    for british, american in (pair.split() for pair in _BRITISH_AMERICAN.split(","))
    for here, there in ((british, american), (american, british))
    # A word that both sides know with another meaning goes one way only.
    if here not in ("check", "learned", "program", "programs", "story", "tire", "while", "meter", "meters")
}

_SYNONYMS = """
    big large, small little, important significant, quick fast, quickly rapidly, begin start, begins starts,
    began started, show demonstrate, shows demonstrates, showed demonstrated, help assist, helps assists,
    helped assisted, use employ, uses employs, used employed, also additionally, but yet, however nevertheless,
    therefore thus, many numerous, often frequently, people persons, get obtain, gets obtains, got obtained,
    buy purchase, need require, needs requires, needed required, think believe, thinks believes, thought believed,
    idea notion, ideas notions, problem issue, problems issues, way manner, part portion, parts portions, end finish,
    ended finished, keep retain, keeps retains, kept retained, make create, makes creates, made created, give provide,
    gives provides, gave provided, tell inform, find discover, finds discovers, found discovered, ask inquire,
    answer reply, answers replies, answered replied, choose select, chose selected, change alter, changes alters,
    changed altered, difficult hard, easy simple, happy glad, sad unhappy, beautiful lovely, strange odd,
    whole entire, nearly almost, maybe perhaps, various diverse, essential vital, crucial critical, complex intricate,
    ensure guarantee, ensures guarantees, enhance improve, enhances improves, enhanced improved, provide supply,
    goal aim, goals aims, method approach, methods approaches, result outcome, results outcomes, benefit advantage,
    benefits advantages, house home, road street, child kid, children kids, job occupation, looked gazed,
    walked strolled, said stated, silent quiet, shouted yelled, huge enormous, tiny minute, clear obvious,
    clearly obviously, mostly mainly, usually typically, currently presently
"""
SYNONYMS = {
    here: there
    for first, second in (pair.split() for pair in _SYNONYMS.split(","))
    for here, there in ((first, second), (second, first))
}
