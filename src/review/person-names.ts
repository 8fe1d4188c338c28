/** Given names that mean nothing else in a report. A name with another meaning is in `DOUBTFUL`. */
const GIVEN = new Set(
  (
    'aaron abdul abdullah adam adrian agnes agnieszka ahmed aisha akira alan albert aleksander aleksandra alejandro alena alessandro alex alexander alexandra alexandre alexei alexis alfred ali alice alicia alina alison allison amanda amelia amina amir amit amy ana anastasia anders ' +
    'andré andre andrea andreas andrei andrés andrew andrzej andy angela angelo anil anita anja ann anna anne annika anthony antoine anton antonio anya ariel arjun arne arthur artur asger ashley astrid aude audun aya barbara bart bartosz beata beatriz ben benjamin bernard bernd bianca bjorn bjørn bob ' +
    'bogdan boris brandon brenda brian brigitte bruno bryan camille carla carlos carmen carol caroline catherine cathy cecilia celine charles charlotte chris christina christine christoph christopher claire clara claudia claus colin connor coren cynthia dagmar damian dan daniel daniela danielle daria dave david deborah denis dennis ' +
    'deepak derek diana diego dieter dimitri dmitri dmitry dominik donald dorothy douglas ed eduardo edward effie egor eileen ekaterina elena eleni elias elif elisabeth elizabeth ella ellen emil emilia emily emma eric erica erik erika erin ernst esther ethan eugene eva evelyn evgeny fabian fabio faidon fatima felix fernanda fernando filip finn ' +
    'fiona florian francesca francesco francisco françois frederik fredrik gabriel gabriela gareth gary george georgi gerard gerhard giovanni giulia giuseppe gonzalo gordon greg gregor gregory guido guillaume gunnar gustav hans hannah harald harold harry hassan heather heidi heinrich helen helena helene henrik henry hiroshi holger hugo ' +
    'ian ibrahim ignacio igor ilya inès ines inga ingrid irene irina isaac isabel isabella ivan ivana jaime jakob jakub james jamie janet janice jane janne jarek jason javier jean jeff jeffrey jelena jennifer jenny jens jeremy jerome jesper jessica jesus jill jim joan joanna joao joão joaquin joe joel johan johann johannes john johnny jon jonas jonathan ' +
    'jorge jose josé joseph joshua juan juha juhani julia julian julie julien jurgen jürgen justin justyna kai kamil karen karin karl karsten katarzyna kate katherine kathleen katja katrin keith kelly ken kenji kenneth kevin kim kirsten klaus koen konstantin kristian kristina kristoffer krzysztof kumar kurt kyle lars laura lauren laurent leah leif leila leon leonardo leslie ' +
    'lidia liam linda lisa liz lloyd lorenzo louis louise luca lucas lucia lucie luis luisa lukas lukasz łukasz lydia maciej madhu madhuvishy madeleine magda magdalena magnus mahmoud maja malgorzata małgorzata manuel manuela marc marcel marcin marco marcos marek margaret maria mariana marie marina mario marion marius marko markus marta martha martin martina mary mateusz mathias mathieu matt matteo matthew matthias matthieu maurice mauricio ' +
    'maxim maximilian mehmet mei mette michael michal michał michel michele michelle mika mike mikhail mikkel milan miguel mirko mohamed mohammad mohammed monika moritz morten muhammad mustafa nadia nancy natalia natalie natasha nathan neha neil nicholas nick nicola nicolas nicole niels nikhil niklas nikola nikolai nils nina noah nora norbert olaf ole oleg olga oliver olivia olivier ' +
    'omar ori oscar oskar otto owen pablo paolo pascal patricia patrick patrik paul paula paulina paulo pavel pawel paweł pedro pekka per peter petr petra petri philip philipp philippe pierre piotr priya przemysław qing rachel radek rafael rafal rahul rainer raj rajesh ralf ralph ramon raphael rasmus raul ravi raymond rebecca reedy ricardo riccardo ' +
    'richard rikke rita roan robert roberto roger roland rolf roman ronald rosa roxana rudolf runa russell ruth ryan sabine sam samantha samir samuel sandra sanjay sara sarah sascha satoshi scott sean sebastian sergei sergey sergio shaun shirley silvia simon simone slawomir sofia sofie søren soren sonja stefan stefania stefano steffen stephan stephanie stephen steve steven stuart ' +
    'sunil susan susanne suzanne sven svetlana sylvia tadeusz takeshi tamara tanja tatiana ted teresa theo theresa thierry thomas thorsten tim timo timothy tobias todd tom tomas tomasz tommy toni tony tracy trine troy tuan tyler ulrich ulrike ursula uwe valentina valerie vanessa vera veronica vicky victor viktor vijay vincent vincenzo vishal vladimir vojtech walter ' +
    'abdoulaye abebe abena abimbola abiodun adaeze adebayo aditi adunni ajay akiko akinyi akua alemayehu amadou amara ananya aniket anjali ankit aoife aparna arash arif aryan asif asmaa aweke ayesha ayodele ayumi azadeh babajide bashir ' +
    'beatrix behrouz bhavna bilal biruk bukola caoimhe catarina ceren chandrasekhar chiamaka chidi chidinma chinedu chioma chukwuma ciaran daisuke dalisay damilola deniz devika dhruv dilshad divya dmytro dumisani ebele efua eilidh ' +
    'ekene emeka emmanuel emre enrique esra eswar eszter farah fatou fatoumata femi feng fergus folake fumiko gaurav georgios ghada gintaras giorgos gulnara gwen hadiza hamid hamza harini haruki haruto hyun ifeoma ignatius ikram indira ' +
    'itzel iztok jamila jaroslav jiho jitendra jomo kadir kalpana kamala kamau kasia kaveh kavita kehinde keiko kerem khadija kirill kofi kojo krishna kwabena kwame lakshmi leena leyla lindiwe ljubica lucinda ludmila lwazi mahesh maite ' +
    'malik manoj mariam marisol masako matus mbali meera mehdi meskerem mihai mihir minh mireille mohan moussa murali mykola nabila naoki narges nasser naveen ngozi nguyen niamh nikita nikos niraj nomvula noor nosipho obinna oisin ' +
    'okechukwu oleksandr olufemi olumide oluwaseun omari onur oyelaran padma padraig pallavi parisa parvati pooja prakash pranav prashant preeti priyanka qasim rachna rahel rakesh ramesh rania ravindra rekha reza rohan rohit rosalind ' +
    'ruben rukmini sachin sadia saioa salma salome sanaa sandeep sangita sanjiv sanna saoirse selam senait seung shabnam shahid shalini shanti sheila shreya sibusiso siddharth sinazo siobhan slavko sreedevi sridhar srinivas sunita ' +
    'suresh swati szymon tadesse takumi tanisha tanvi tariq temitope tendai thabo thandiwe themba thuy tigist tomoko tsegaye tunde uchenna ugochi usha vaishnavi varun vasiliki venkat vikram vimal vivek wangari wanjiru wiremu xiaoming ' +
    'yemi yetunde yevgeny yosuke youssef yusra zainab zanele zeinab zeynep zhen zodwa zoltan zubair ' +
    'anneliese dimitra thijs ' +
    'wanda wei wendy werner wiebke wilhelm willem willi william wojciech wolfgang xavier xiao yann yannick yasmin yosef yulia yuki yuri yusuf yuvi yves yvonne zbigniew zoe zofia zsolt zuzana bernadette baha'
  ).split(' '),
);

/** Names that are words, months, places or tools too: a name only where the next word is what a person does. */
const DOUBTFUL = new Set(
  (
    'amber april art august austin bill brook carl chad chase christian cliff crystal dale dallas dawn dean drew earl eve faith florence frank gene georgia glen grace grant guy hope hudson hunter iris jack jade jan jasmine jay jordan joy june lance lee ' +
    'logan mark mason may max melody mercedes miles nelson noel paris parker pat pearl penny phoenix pierce ray robin rob rod rocky rose ross ruby rusty sandy savannah sky spencer sterling summer sydney travis victoria violet virginia wade ward wayne will'
  ).split(' '),
);

/** What people do and machines are not said to do. */
const HUMAN =
  '(?:says?|said|tells?|told|joins?|joined|reali[sz]es?|reali[sz]ed|thinks?|thought|believes?|believed|texts?|texted|pokes?|poked|pinged|suspects?|suspected|suggests?|suggested|advises?|advised|agrees?|agreed|asks?|asked|' +
  'figures?|figured|looks?|looked|woke|wakes|notices?|noticed|remembers?|remembered|discovers?|investigates?|investigated|evaluated|knows|knew|explains?|explained|discuss(?:es|ed|ing)?|volunteers?|attempts? to|deploys|reboots|reverted|' +
  'call for meeting|was assigned|made commit|put us|mentioned|fumbl\\w+|hurriedly|had to babysit|on site|finds?|found)';
const TOKEN = "\\p{Lu}\\p{Ll}[\\p{L}’']{0,18}(?:-\\p{Lu}\\p{Ll}[\\p{L}’']{1,18})?";
/** A first letter in capitals is shared with words that begin a sentence, and with systems. */
const NOT_A_SURNAME =
  /^(?:the|and|then|from|team|in|on|at|to|api|server|service|cluster|database|january|february|march|april|may|june|july|august|september|october|november|december|monday|tuesday|wednesday|thursday|friday|saturday|sunday)$/i;

/** Whether a name is a word, a month, a place or a tool too. */
export const isDoubtfulName = (name: string): boolean => DOUBTFUL.has(name.toLowerCase());

export type NameSpan = { index: number; text: string };

const CANDIDATE = new RegExp(
  `(?<![\\p{L}\\p{N}_/.@:#-])(${TOKEN})((?:[ \\u00a0]\\p{Lu}(?:\\p{Ll}[\\p{L}’'-]{1,20}|\\b\\.?)){0,2})(?![\\p{L}\\p{N}_/@]|-\\p{L}{2}|\\.\\p{L}|\\(\\))`,
  'gu',
);
const DOES = new RegExp(`^(?:,)?(?:[ ]+(?:and|also|then|eventually|finally|manually))?[ ]+${HUMAN}\\b`, 'iu');
/** What is said to people: "tells Chase". */
const TOLD = /\b(?:tells?|told|asks?|asked|pings?|pinged|texts?|texted|thanks,?|with) $/i;
const NICKNAME = new RegExp(`(?<![\\p{L}\\p{N}_/.@])_[a-z][a-z0-9]{1,18}_(?=[ ]+${HUMAN}\\b)`, 'gu');

/** Whoever is called Mr is a person, whatever the name. */
const TITLED = /(?<![\p{L}\p{N}])(?:Mrs|Mr|Ms|Mx)\.?[ \u00a0]\p{Lu}\p{Ll}[\p{L}’'-]{1,20}/gu;

/** A doubtful name beside a sure one: "Antoine and Chad", "Chase, Yuvi". */
function paired(before: string, after: string): boolean {
  const first = /(\p{Lu}\p{Ll}+)(?:,| and| &|\/) ?$/u.exec(before)?.[1];
  const second = /^(?:,| and| &|\/) ?(\p{Lu}\p{Ll}+)/u.exec(after)?.[1];
  return [first, second].some((name) => name !== undefined && GIVEN.has(name.toLowerCase()));
}

/**
 * Names of people in a text, by a list of given names and by what stands behind a doubtful one. English words, months and tools that
 * are names too are left alone unless a person's deed follows. Positions are UTF-16 units.
 */
export function namesIn(text: string): NameSpan[] {
  const found: NameSpan[] = [];
  for (const match of text.matchAll(CANDIDATE)) {
    const [whole, first = '', rest = ''] = match;
    const key = first.toLowerCase().replace(/-.*$|['’]s$/, '');
    const after = text.slice(match.index + whole.length, match.index + whole.length + 60);
    const before = text.slice(Math.max(0, match.index - 40), match.index);
    const isName =
      GIVEN.has(key) || (DOUBTFUL.has(key) && (DOES.test(after) || TOLD.test(before) || paired(before, after)));
    if (!isName) continue;
    const surnames = rest.split(/[ \u00a0]/).filter(Boolean);
    const stop = surnames.findIndex((name) => NOT_A_SURNAME.test(name));
    const kept = [first.replace(/['’]s$/, ''), ...(stop < 0 ? surnames : surnames.slice(0, stop))];
    found.push({ index: match.index, text: kept.join(' ') });
  }
  for (const pattern of [NICKNAME, TITLED])
    for (const match of text.matchAll(pattern)) found.push({ index: match.index, text: match[0] });
  return found.sort((a, b) => a.index - b.index);
}
