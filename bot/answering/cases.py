"""Personal cases: somebody asks about their own file, result, refusal or loss, which only a person can look into.

The rule behind it is a question of the FAQ ("what if a visa is refused?"); what happened to the writer is not.
"""

import re

from bot.answering.kinds import Kind

_FILE_HAN = (
    r"(?:申请|材料|档案|文件|资料|成绩单|推荐信|报名|面试|签证|动机信|邮件|学籍|案子|护照|简历|表格?|录取通知书?)"
)
_LATELY_HAN = (
    r"(?:刚刚?|刚才|昨[天晚]|前天|今[天早]|上个?(?:周|月|星期)[一二三四五六日天]?|"
    r"[一二两三四五六七八九十几半\d]+(?:个)?(?:天|周|星期|月|礼拜)(?:前|以前|了)|\d+[月号日]|已经|之前|早就|"
    r"周[一二三四五六日])"
)
_STILL_HAN = r"(?:还|都|一直|迟迟|至今|仍然?)(?:是)?(?:没有?|木有|未)"
_NEWS_HAN = r"(?:收到|消息|回[复信音应我]?|结果|音讯|下文|动静|通知|到账|反馈|出来|更新|变化|处理|审)"
_HAN = (
    # Where it stands.
    (
        rf"(?:我|俺|本人)(?:的|自己的)?.{{0,6}}{_FILE_HAN}(?:书|信|状态)?(?:现在|目前|到底|"
        r"那边)?(?:.{0,3})(?:到(?:哪|什么)|什么(?:进度|状态|情况|阶段)|进度(?:如何|怎么样)|咋样了|怎么样了|审(?:核|"
        r"查)?(?:完|好|过|了)|处理(?:完|好|到|了|得)|有(?:结果|消息|进展|没有)|过了(?:没|吗)|通过了?(?:没|吗)|"
        r"成功了?(?:没|吗)|齐了?(?:没|吗))"
    ),
    (
        r"(?:帮|替|给|麻烦|请)(?:忙|您|你|老师)?(?:我)?(?:查|看|问(?!一)|确认|核实|催|找)(?<!请问)(?:一?下|查|看|问|"
        r"一查)?(?:我|一下|下)?.{0,10}(?:录取?|过了?没|过没过|进度|状态|结果|到哪|有没有(?:收|过|通)|收到|审核|"
        r"档案|申请(?:号|状))|(?:查|看|确认)(?:一?下|查|看)?我(?:的|有没有|是不是|是否).{0,8}(?:申请|面试|录|材料|"
        r"过|收)|^(?:查|看)(?:一?下)?我的"
    ),
    (
        r"(?:到底)?录(?:取)?没录(?:取)?(?:上)?我?|我(?:.{0,4})(?:录取了?(?:没|吗)|录上了?(?:没|吗)|过了?没(?!有)|"
        r"过没过|通过了(?:没|吗)|入选了?(?:没|吗)|被录取了?(?:没|吗)|有没有(?:被)?(?:录取|通过|录上|入围))|(?:为什么|"
        r"为啥|凭什么|怎么)(?:没有?|不|把我|没把我)(?:录取我|录我|要我|刷|拒)|为(?:什么|"
        r"啥)我(?:.{0,4})(?:没(?:有)?(?:被)?录|被(?:拒|刷))"
    ),
    (
        rf"(?:我|本人)(?:.{{0,12}}){_STILL_HAN}(?:.{{0,6}}){_NEWS_HAN}|(?:我|"
        rf"本人)?{_LATELY_HAN}(?:就)?(?:.{{0,4}})(?:提交|寄|交|投|面|报名|申请|发|递)(?:.{{0,8}})(?:怎么|"
        rf"为什么)?{_STILL_HAN}|(?:怎么|为什么|为啥|咋){_STILL_HAN}(?:.{{0,3}})(?:回我|给我|我的|到账|退给)|(?:回复|"
        r"答复|理)(?:一?下)?我的(?:邮件|申请|消息)|我的?(?:邮件|消息|信)(?:.{0,6})(?:没(?:有)?回|没人(?:回|理))"
    ),
    (
        rf"我的?(?:.{{0,8}}){_FILE_HAN}(?:.{{0,4}})(?:收到了?(?:没|吗)|寄到了?(?:没|吗)|(?:是不是|"
        r"有没有).{0,4}(?:错|漏|丢|收|少|问题)|弄错|搞错|丢了|弄丢)|[你您]们?(?:有没有|是否)?(?:收到|看到|"
        r"收没收到)(?:了)?我(?:的|寄|发|交)|我(?:.{0,6})(?:传|交|填|寄|发|写|上传)错了"
    ),
    # A refusal that has happened.
    (
        rf"(?:我的?|{_LATELY_HAN})(?:.{{0,6}})(?:被拒签?(?!率)|拒签(?:信|了|通知)?|拒了|签证.{{0,3}}(?:被拒|没过|"
        r"没下来|没批))|(?:收到|拿到|给了?我)(?:.{0,6})(?:拒签|拒绝?信|拒信)|(?:领事馆?|使馆|签证官|大使馆|"
        r"tls)(?:.{0,3})(?:说我|拒了?我|拒绝了?我|扣了|把我|让我补|要我补|给我拒)"
    ),
    # What should be changed for this person.
    (
        r"(?:帮|给|替)我(?:.{0,3})(?:改|换|推迟|延期|提前|取消|撤|补)(?:.{0,8})(?:面试|时间|志愿|申请|材料|报名|名额|"
        r"信息|截止)|我(?:.{0,10})(?:改|换|推迟|调)(?:一?[个下])?面试(?:的)?时间|面试(?:.{0,10})(?:我|"
        r"那天)(?:.{0,4})(?:有(?:考试|事|课)|去不了|来不了|冲突)|我(?:错过|没赶上|误了|忘了|"
        r"没参加)(?:了)?(?:.{0,4})(?:截止|面试|考试|笔试|报名)|(?:我|本人)(?:.{0,4})过了(?:.{0,4})截止"
    ),
    (
        r"开(?:个)?后门|破例|通融|网开一面|给(?:我)?(?:一)?(?:个|次)机会吧|放我一马|我不去了|(?:想|要|申请)?(?:撤回|"
        r"撤销|放弃|取消)我?的?(?:申请|名额|录取)(?:.{0,6})(?:退|麻烦|帮|我|给)|(?:退|还)给我|(?:名额|"
        r"位置)(?:让)?给别人|催(?:一)?催|(?:帮|替)我(?:选|挑|决定|拿主意|定)(?:一)?(?:个|下|吧)|[你您]说我(?:该|应该|"
        r"到底)|(?:帮|替)我(?:.{0,3})(?:评估|定位|看看)(?:一?下)?(?:我的)?(?:背景|条件|成绩|机会|能不能)"
    ),
    # Money, things and people of theirs.
    (
        r"(?:奖学金|资助|生活费|补贴|退款|caf|房补|押金)(?:.{0,4})(?:怎么|为什么|为啥|"
        rf"咋)?{_STILL_HAN}(?:.{{0,3}})(?:到账?|发|打|退|收到|给)|停发(?:了)?我|我(?:.{{0,6}})(?:奖学金|"
        r"资助)(?:.{0,3})(?:被停|停发|没到账|没发)|退(?:钱|款)(?:到)?(?:这里|这个|我)"
    ),
    (
        r"房东(?:.{0,4})(?:不退|骂|扣(?:了)?|赶|不肯|涨|不让|威胁)|(?:室友|合租)(?:.{0,10})(?:太吵|吵死|半夜|不交|偷)|"
        r"(?:我的?|在.{1,8}(?:上|里)|刚才?|昨天|今天)(?:.{0,4})(?:包|钱包|手机|护照|行李|证件|电脑|"
        r"居留卡?)(?:.{0,3})(?:被偷|被抢|丢了|不见了|找不到了|没了)|(?:包|护照|行李|钱包|"
        r"证件)(?:.{0,8})(?:也)?(?:丢了|被偷了|不见了|没了)(?!.{0,3}怎么)"
    ),
    (
        r"(?:我的?)?(?:申请|学生|档案|报名|受理|准考证|材料|考生)?(?:编号|单号|学号|考号|受理号|申请号)(?:是|为|"
        r":)? ?[a-z]{0,4}\d{5,}|我的?(?:账号|帐号|账户)(?:.{0,6})(?:登不|打不开|被(?:锁|封|冻)|进不去|登录不)|"
        r"我叫.{2,4}(?: ).{0,20}(?:学号|申请|查|材料)"
    ),
    # Their chances, failed courses, referees, mistakes noticed too late, orders to leave.
    (
        r"(?:我|均分|绩点|gpa|本人)(?:.{0,24})(?:几率|概率|胜算|希望大|机会大|稳吗|稳不稳|能上岸|录取的?可能)|"
        r"我(?:.{0,8})(?:定位|背景评估)"
    ),
    (
        r"我(?:.{0,8})(?:挂(?:了)?(?:一|两|二|三|四|几|\d)?(?:科|门)|挂科|补考没过|被退学|被开除|延毕)|"
        r"推荐人(?:.{0,8})(?:没有?(?:收到|提交|填|回)|收不到|联系不上)"
    ),
    r"(?:交|传|寄|填)(?:了|完|上去|出去)?.{0,6}才发现|oqtf|离境(?:令|通知|决定)|(?:被|要)(?:驱逐|遣返)(?!吗)",
)  # fmt: skip

_FILE = (
    r"(?:application|applications|file|dossier|case|documents?|papers|transcripts?|letters?|form|package|e ?mails?|"
    r"request|candidacy|admission|registration|submission|interview|result|results|cv|visa)"
)
_OUTCOME = (
    r"(?:reviewed|received|accepted|processed|complete[d]?|read|checked|arrived?|approved|evaluated|considered|"
    r"rejected|refused|denied|declined|validated|successful|lost|assessed|in)"
)
_PAST = r"(?:applied|submitted|sent|uploaded|mailed|emailed|wrote|handed in|posted|interviewed|registered|paid)"
_AGO = (
    r"(?:ago|yesterday|last (?:week|month|year|night|mon\w+|tues\w+|wed\w+|thur\w+|fri\w+)|(?:this|on) (?:morning|"
    r"monday|tuesday|wednesday|thursday|friday)|since|in (?:january|february|march|april|may|june|july|august|"
    r"september|october|november|december))"
)
_THING = r"(?:bag|passport|wallet|phone|suitcase|luggage|laptop|backpack|purse|residence (?:card|permit))"
_EN = (
    (
        r"(?:status|progress|state|outcome) (?:of|on|for) my|my (?:application|file|visa|admission) (?:status|"
        rf"progress)|where (?:is|s|are) my {_FILE}|how (?:is|s) my {_FILE}|what (?:is|s) (?:happening|going on|"
        rf"up) with my {_FILE}|(?:news|updates?|word)(?: \w+){{0,2}} (?:on|about|regarding|for|from) my {_FILE}|"
        r"any (?:updates?|news)(?= $)"
    ),
    (
        rf"(?:has|have|had|is|was|were|did|are|does) my (?:\w+ )?{_FILE} (?:\w+ )?(?:been )?(?:\w+ )?{_OUTCOME}|"
        r"(?:did|have|has) (?:you|u|they|the office|anyone|somebody)(?: guys)?(?: already| ever)? (?:get|got|receive|"
        r"received|see|seen|read|review\w*|look\w* at|open\w*|check\w*) my|(?:check|confirm|see|verify|tell me|know|"
        r"look up|find out)(?: \w+){0,2} (?:if|whether|that) (?:you|u|they|i|my)(?: \w+){0,3} (?:received|got|"
        r"passed|accepted|admitted|in|arrived|selected|complete|documents|file)"
    ),
    (
        rf"(?:check|look up|look at|look into|pull up|open|review|track|find) my {_FILE}|(?:evaluate|assess|"
        r"rate) my (?:profile|chances?|file|grades)"
    ),
    (
        r"did (?:i|we) (?:get in|pass|make it|get accepted|get admitted|get selected|fail|succeed|get the)|"
        r"have i (?:\w+ )?(?:been (?:admitted|accepted|selected|shortlisted|rejected)|passed|made it)|"
        r"am i (?:\w+ )?(?:admitted|accepted|selected|shortlisted|on the (?:waiting |admission |final )?list)|"
        r"was i (?:\w+ )?(?:admitted|accepted|rejected|selected|refused)|why (?:was|were|am|did|have) (?:i|"
        r"my (?:application|file|visa|candidacy)) (?:\w+ )?(?:rejected|refused|not (?:admitted|accepted|selected|"
        r"chosen|get in)|get rejected|denied|fail\w*|turned down|been rejected)|why (?:did (?:you|they) (?:reject|"
        r"refuse)|didn t (?:i|you))(?: \w+)?(?: me| get| in| accept)?"
    ),
    (
        rf"i {_PAST}(?: \w+){{0,8}} {_AGO}(?: \w+){{0,6}} (?:and|but|still|no|nothing|haven|havent|not|any|didn|never|"
        r"when|what)(?= )|(?:haven t|havent|have not|hasn t|didn t|did not|never|not) (?:yet |still |"
        r"even )?(?:heard (?:back|anything|from)|(?:got|gotten|get|received|receive|had|have) (?:any|an?|my|"
        r"the) ?(?:\w+ )?(?:reply|answer|response|results?|news|confirmation|e ?mail|feedback|letter))|"
        r"still (?:waiting (?:for|on) (?:my|a|an|the|your)|no (?:reply|answer|news|response|result|word))|(?:nobody|"
        r"no one|you (?:never|don t|didn t)) (?:\w+ )?(?:answers?|answered|repl\w+|responded)(?: to)? (?:me|my)"
    ),
    (
        r"my (?:\w+ ){0,2}visa(?: application| request)? (?:was|has been|got|just got|is|have been|were|"
        r"had been)(?: just| now| unfairly)? (?:refused|rejected|denied|declined|turned down)|(?:they|embassy|"
        r"consulate|consul|tls|tlscontact|officer|france)(?: has| have| just)? (?:refused|rejected|denied|"
        r"turned down) (?:my|me)|i (?:was|got|have been|ve been|just got)(?: just)? (?:refused|denied) (?:an? |my |"
        r"the )?(?:\w+ )?visa|(?:received|got|have) (?:an? |my |the )?(?:\w+ )?(?:refusal|rejection)(?: letter|"
        r" notice| e ?mail)?(?= )|appeal (?:my|the) (?:visa )?(?:refusal|rejection)|the (?:consul|officer|"
        r"embassy)(?: \w+)? (?:wrote|says?|said|told me|thinks) (?:that )?(?:my|i)"
    ),
    (
        r"(?:(?:can|could|will|would) (?:you|u|someone)(?: please| pls)?|please|pls|plz|i (?:need|want|d like|"
        r"would like|have|wish) to) (?:change|move|reschedule|postpone|cancel|withdraw|replace|correct|update|modify|"
        r"delete|remove|fix|shift|swap) (?:my|the date of my)(?: \w+)? (?:interview|appointment|application|slot|"
        r"test|file|transcript|document|choice|choices|form|registration|cv|letter)|i (?:uploaded|submitted|sent|put|"
        r"entered|typed|chose|attached) (?:the|an?|my) (?:\w+ )?(?:wrong|incorrect|old|bad)|(?:wrong|"
        r"incorrect) (?:transcript|document|file|passport|photo|name)(?: \w+){0,4} (?:my|replace|i uploaded|i sent)"
    ),
    (
        r"(?:i|i ve|i have)(?: \w+)? (?:missed|overslept|forgot) (?:my|the|about my) (?:\w+ )?(?:interview|deadline|"
        r"appointment|test|exam|slot)|make an exception|(?:please )?let me in(?= $)|accept me (?:anyway|please|even)|"
        r"(?:withdraw|get my papers back|took another offer|give my place)(?: \w+){0,2} (?:my|application|back|place|"
        r"want)|(?:took|accepted) another offer|get my (?:papers|documents|file) back|(?:which|"
        r"what) (?:one )?(?:would|should) you (?:take|choose|pick|do)|decide for me|choose for me"
    ),
    (
        r"my (?:grant|scholarship|stipend|allowance|payment|refund|\w+ payment|deposit) (?:\w+ ){0,4}(?:late|"
        r"arrived?|not (?:been )?paid|suspended|stopped|never|didn t|hasn t|missing)(?= )|the \w+ payment (?:never|"
        r"hasn t|has not|didn t)|my (?:landlord|landlady|flatmates?|roommates?|housemate) (?:\w+ )?(?:keeps|"
        r"refuses to (?:give|return|pay)|kicked|threw|stole|smokes|won t (?:give|return|stop|pay|leave)|is (?:too |"
        r"so )?(?:loud|noisy))|(?:refund|pay) me(?= (?:there|back|now|please|$))|call them"
    ),
    (
        rf"my (?:\w+ )?{_THING}(?: and my \w+)? (?:was|were|got|has been|is|have been|just got) (?:just )?(?:stolen|"
        r"lost|robbed|missing|taken|snatched)|(?:i|i ve|i have|airline|air france)(?: \w+)? (?:lost|"
        rf"misplaced) my {_THING}|(?:someone|somebody|they|a thief|he) (?:just )?stole my|(?:i was|i got|"
        r"i ve been)(?: just)? (?:robbed|mugged|pickpocketed|scammed|evicted)"
    ),
    (
        r"my (?:application|file|registration|student|candidate|order|case|ref\w*|dossier|id|passport|card) (?:number|"
        r"no|id|nr|code|ref) (?:is|was|s)?(?: )?\w{0,4}\d{3,}|my account (?:\w+ )?(?:locked|blocked|is locked|"
        r"is blocked|won t|doesn t|disappeared)|i can t log ?in to my"
    ),
    r"my residence (?:card|permit) (?:is |has |just )?(?:expired|lost)|i overstayed",
    (
        r"(?:what are|evaluate|estimate|rate|about) my (?:chances?|odds)|my chances(?= (?:$|of|with|are))|"
        r"how likely am i|(?:would|will) i get in(?= )|is my profile"
    ),
    (
        r"i (?:have )?(?:failed|flunked) (?:\w+ ){0,3}(?:courses?|class|classes|exams?|subjects?|modules?|semester)|"
        r"i (?:was|got|am being) (?:expelled|kicked out)|(?:my )?(?:referees?|"
        r"recommenders?)(?: \w+){0,4} (?:received?|get|got|submit\w*|link|e ?mail)(?= )"
    ),
    (
        r"i (?:just |only )?(?:noticed|realized|realised|found)(?: \w+){0,6} (?:mistake|error|typo|wrong)|(?:mistake|"
        r"error|typo) (?:in|on) my (?:application|form|file|cv|letter|submi\w+)|"
        r"already submitted(?: \w+){0,6} (?:wrong|mistake|replace)|oqtf|(?:being|been|get) deported|deportation order"
    ),
)  # fmt: skip

_DOSSIER = (
    r"(?:dossier|candidature|demande|documents?|pieces?|releves?|inscription|admission|visa|entretien|mails?|e mails?|"
    r"lettre|diplome|cv|courrier|formulaire|resultats?)"
)
_ETAT = (
    r"(?:recue?s?|lue?s?|examinee?s?|traitee?s?|acceptee?s?|refusee?s?|rejetee?s?|validee?s?|complete?s?|arrivee?s?|"
    r"etudiee?s?|retenue?s?|bloquee?s?|perdue?s?|en cours)"
)
_FR = (
    (
        rf"ou en (?:est|sont)(?: donc)? (?:mon|ma|mes)|(?:mon|ma|mes) {_DOSSIER} en (?:est|sont) ou|(?:des|une|"
        r"de) (?:nouvelles?|reponses?) (?:de|pour|sur|concernant) (?:mon|ma|mes)|(?:avancement|etat|statut|"
        r"suivi) de (?:mon|ma) (?:dossier|candidature|demande)|(?:regarde\w*|verifi\w+|consult\w+|"
        r"retrouv\w+) (?:si )?(?:mon|ma) (?:dossier|candidature|demande|inscription)"
    ),
    (
        rf"(?:mon|ma|mes) {_DOSSIER}(?: de \w+)? (?:a|ont|est|sont)(?: t)?(?: il| elle| ils|"
        rf" elles)? (?:\w+ )?(?:ete )?(?:\w+ )?{_ETAT}|(?:mon|ma|mes) {_DOSSIER}(?: de \w+)? (?:n a|n ont|n est|"
        rf"ne sont|pas)(?: \w+){{0,3}} {_ETAT}|(?:est ce que|c est bon pour|vous savez si|savoir si) (?:mon|ma|"
        rf"mes) {_DOSSIER}(?: \w+){{0,3}} {_ETAT}|(?:avez vous|vous avez|as tu|t as|ont ils)(?: bien| deja|"
        r" enfin)* (?:recue?s?|lu|vu|examine|traite|etudie|regarde|eu) (?:mon|ma|mes)|bien recu (?:mon|ma|mes)"
    ),
    (
        r"(?:ai je|est ce que j ai|j ai|suis je|est ce que je suis|je suis)(?: bien| deja|"
        r" finalement)? (?:ete )?(?:admise?|acceptee?|prise?|recue?|selectionnee?|retenue?|refusee?)(?= (?:$|ou|oui|"
        r"svp|mon|au final))(?<!j ai admis)|(?:ai je|suis je)(?: bien| deja)? (?:ete )?(?:admise?|acceptee?|prise?|"
        r"recue?|selectionnee?|retenue?|refusee?)|(?:ai je|est ce que j ai) (?:\w+ )?(?:reussi|rate) (?:mon|l|le)|"
        r"pourquoi (?:ma candidature|mon dossier|mon visa|ma demande|je n ai pas ete|j ai ete|ai je ete|n ai je pas|"
        r"m avez|m a t on|on m a|je suis pas)|sur (?:la )?liste d attente(?= $)"
    ),
    (
        r"j ai (?:\w+ )?(?:postule|candidate|envoye|depose|soumis|passe|ecrit|poste|paye)(?: \w+){0,8} (?:toujours|"
        r"pas|aucune?|rien|jamais|nouvelles?)(?= )|toujours (?:pas|aucune?|rien|sans)(?: \w+){0,4} (?:reponse|"
        r"nouvelles?|retour|recu|resultats?|mail|versee?|paye|eu)|(?:aucune?|sans) (?:reponse|nouvelle|"
        r"retour)s?(?= (?:de votre|depuis|a mon|a ma|$))|j (?:attends|attend)(?: \w+){0,2} (?:toujours|encore|depuis)|"
        r"personne ne (?:me |m )?(?:repond|rappelle)"
    ),
    (
        r"mon visa(?: \w+){0,2} (?:a ete|est|vient d etre|m a ete|a t il ete|etait|a)(?: \w+)?(?: ete)? (?:refuse|"
        r"rejete)|(?:m a|m ont|me|vient de me|viennent de me|on m a|nous a) (?:\w+ )?refuser? (?:mon|le|un|ce|"
        r"ma demande de) ?visa|(?:refus|rejet) de visa (?:recu|hier|ce matin|pour moi)|j ai (?:recu|eu|"
        r"obtenu)(?: \w+){0,2} (?:un |le |mon )?(?:refus|rejet)|(?:contester|attaquer|recours contre) (?:mon|ce|"
        r"le) refus|le (?:consul\w*|consulat)(?: \w+)? (?:doute|dit|pense|me|m)(?= )"
    ),
    (
        r"(?:(?:pouvez|pourriez|peux|pourrais) (?:vous|tu)|(?:vous|tu) (?:pouvez|pourriez|peux|pourrais)|je (?:veux|"
        r"voudrais|dois|souhaite|peux plus|ne peux plus)|j aimerais|merci de|il faut)(?: svp| stp)? (?:me |"
        r"m )?(?:deplacer|decaler|reporter|changer|annuler|retirer|corriger|remplacer|modifier|supprimer|avancer|"
        r"rectifier)(?: la date de| le jour de)? (?:mon|ma|mes) (?:entretien|rendez|rdv|candidature|dossier|"
        r"inscription|releves?|choix|voeux?|documents?|pieces?|test|oral|creneau|lettre|formulaire)|"
        r"je me suis trompee?(?: \w+){0,4} (?:fichier|dossier|releve|document|piece|date|nom|mail|formulaire)|"
        r"j ai (?:envoye|mis|depose|televerse)(?: \w+){0,3} mauvaise?s?"
    ),
    (
        r"j ai (?:\w+ )?(?:rate|loupe|manque|oublie) (?:mon|ma|la|l|le) ?(?:entretien|date|deadline|echeance|rendez|"
        r"rdv|epreuve|oral|test)|faire une exception|acceptez moi|prenez moi quand meme|je (?:retire|me desiste|"
        r"renonce)(?= )|je ne viens (?:plus|pas)|(?:laquelle|lequel) (?:accepter|choisir|prendre|prendriez)|"
        r"que feriez vous|(?:choisis|choisissez|decide[zr]?) (?:pour moi|a ma place)|evalue[rz]? (?:mon|mes|"
        r"ma) (?:profil|dossier|chances)"
    ),
    (
        r"ma bourse(?: \w+){0,5} (?:pas|jamais|suspendue|retard|supprimee)|(?:suspendu|supprime|coupe) ma bourse|"
        r"mon (?:proprio|proprietaire|coloc\w*|bailleur) (?:refuse|ne (?:veut|paie|rend|paye)|me |m |garde)|"
        r"on m a (?:\w+ )?(?:vole|pique|arnaque|agresse|suspendu|derobe)|je me suis fait(?:e)? (?:voler|arnaquer|"
        r"piquer|agresser)|j ai perdu (?:mon|ma|mes) (?:\w+ )?(?:passeport|sac|valise|portefeuille|telephone|titre|"
        r"papiers|carte de sejour)|ma valise (?:\w+ ){0,4}(?:arrivee|perdue|jamais)|mon (?:passeport|sac|"
        r"portefeuille)(?: \w+){0,2} (?:vole|perdu|disparu)|rembourse[zr]? moi"
    ),
    (
        r"(?:mon )?(?:numero|no) (?:de |d )?(?:dossier|candidat\w*|candidature|inscription|etudiant) (?:est|c est|"
        r":)?(?: le| )*\w{0,4}\d{3,}|mon compte (?:\w+ )?(?:est )?bloque|ma carte de sejour (?:est |"
        r"a )?(?:\w+ )?(?:expiree?|perdue)"
    ),
    r"(?:mes|de mes) chances|ai je (?:mes|toutes mes) chances|mon profil (?:est il|est|convient|suffit|tient|passe)",
    (
        r"j ai (?:\w+ )?(?:redouble|echoue|rate (?:mes|deux|trois|plusieurs|un|une)|des rattrapages)(?= )|(?:mon|ma|"
        r"mes) (?:referents?|recommandants?|recommandeurs?)(?: \w+){0,6} (?:recu|mail|lien|repond\w*)|"
        r"j ai fait une (?:erreur|faute)|(?:erreur|faute) dans (?:mon|ma) (?:dossier|candidature|formulaire|cv)|oqtf|"
        r"(?:etre|ete) expulsee?"
    ),
)  # fmt: skip

CASE = Kind(
    "case",
    _HAN,
    (*_EN, *_FR),
    unless=re.compile(
        r"如果|要是|万一|假如|假设|倘若|(?:怎么|如何|在哪|哪里|在哪里|哪儿)(?:能|可以|才能)?(?:查|看到?|修改|改|撤|"
        r"取消|申诉)(?!.{0,4}我没)|"
        r"(?<!check)(?<!know)(?<!see)(?<!sure)(?<!me)(?<!out)(?<!confirm)(?<!ask)(?<!verify) if |what happens (?:when|"
        r"if)| in case |suppose | (?:how|where) (?:do|can|could|to|should|would|may) (?:i|we|one|you|people)? ?(?!say|"
        r"know whether)|(?<!savoir)(?<!voir)(?<!dire)(?<!verifier)(?<!savez)(?<!sais)(?<!regarder)(?<!comme) s(?:i|il|"
        r"ils) (?!vous|te)| en cas d| (?:comment|ou) (?:puis|peut|peux|pourrais|pouvoir|faire|dois|savoir|suivre|"
        r"verifier|consulter|voir|je|on) "
    ),
)  # fmt: skip
