"""Advertisements, and wishes to chat elsewhere: what is sold, for how much, and where to write."""

from bot.answering.kinds import Kind

_HAN = (
    # Where to write to the seller.
    (
        r"加(?:我|一下)?(?:v|vx|wx|微|微信|薇|薇信|威信|徽信|扣扣?|qq|q群|群) ?(?:[:：号]|[a-z_]{0,8}\d{3,}|详|咨|私|"
        r"领|看|聊|了解|免费)|(?:有意|需要|感兴趣|想做|要的)(?:者|的)?(?:请)?(?:私聊|私信|加|联系|滴滴|dd)|"
        r"详情?(?:私聊|私信|咨询|加)|私聊我?领|需要的?(?:私|滴|加)"
    ),
    # Work that pays too well.
    (
        r"日结(?!束|构|果)|(?:日入|日赚|月入|月赚|时薪|日薪)(?:过|达|轻松|可达)?[\d一二三五上数千万几百]+|轻松(?:赚|"
        r"日入|月入)|在家(?:就能|即可|可做|赚)|躺赚|一单一结|返佣|刷单|(?:急招|诚招|招募|高薪招?|招收|大量招|"
        r"招)(?:.{0,4})(?:兼职|代理|写手|刷手|加盟|主播|打字员|客服员)|兼职(?:刷|招|日|打字|赚)|副业(?:赚|项目)|"
        r"手机(?:就能|即可)(?:赚|操作)|宝妈(?:学生)?"
    ),
    # Loans and invoices.
    (
        r"秒批|秒到账|秒下款|(?:当天|快速|极速|立即)(?:下款|放款)|无抵押|(?:无需|不用|免)(?:抵押|担保)|征信(?:黑|花|"
        r"不好|烂|不看)|不看征信|套现|(?:代还|养卡)信用卡|信用卡(?:提额|代还|套现)|(?:低息|无息)(?:贷|"
        r"借)款?(?:.{0,6}(?:联系|咨询|办理|额度|到账))|(?:代)?开.{0,6}发票.{0,8}(?:联系|可验|点数|税点)|"
        r"代开.{0,8}发票|发票代开"
    ),
    # Papers, certificates, exams by somebody else.
    (
        r"(?:低价|专业|代理?|快速|诚信|承接|加急|高价|长期)(?:办理?|代办|做|制作|买|定制)(?:各(?:类|"
        r"种))?.{0,8}(?:认证|文凭|学历|毕业证|证书|成绩单|学位|驾照|证件)|(?:出售|批发|购买|高仿|仿真|仿制|"
        r"假)(?:.{0,6})(?:文凭|毕业证|证书|学历|护照|学位)(?!.{0,6}(?:后果|处罚))|高仿|(?:文凭|毕业证|学历|学位|认证|"
        r"证书|成绩单)(?:.{0,6})(?:真实可查|官网可查|可查|不成功不收费|包过|代办|低价|购买(?!力))|办理?真实(?:文凭|"
        r"学历|证书)|(?:海外|国外|留学生?)(?:文凭|学历|毕业证)(?:办理|制作|代办|购买)"
    ),
    (
        r"(?:替|代)考|枪手|包过|保过|(?<!确)保录取?(?!率|的?比)|保(?:录|上|申)名校|名校保录|包录取?(?!率)|内部(?:渠道|"
        r"名额)|不过(?:全额)?(?:退款|退费|不收)|助考|考试(?:答案|包过)"
    ),
    (
        r"代写(?!是|算|会|被)|(?:包|代)发(?:表|论文)|论文(?:代写|代发|查重降重|降重|发表)|(?:专业|硕博)论文(?:辅导|"
        r"指导)|写手(?:团队|接单)|代做(?:作业|ppt|课件|毕设)"
    ),
    # Followers, sites, advertising.
    (
        r"(?:涨|刷|卖|买|出售|增|加)(?:.{0,6})粉丝?(?!色|末)|刷(?:赞|量|粉|评|阅读|票)|(?<![a-z])seo(?![a-z])|"
        r"网站(?:优化|建设|排名|推广|制作)|(?:推广|营销|引流|代运营|排名优化)(?:服务|合作|公司|团队|软件|套餐)|"
        r"小程序(?:开发|制作)|拼团|砍一刀|帮.{0,4}(?:砍一?刀|助力)"
    ),
    # Gambling, red packets, sales.
    (
        r"博彩|彩金|首存|时时彩|百家乐|六合彩|棋牌|下注|娱乐城|荷官|赌(?:场|球|博)(?:.{0,8})(?:送|注册|上线|首|充|返|"
        r"平台|网站|官方)|(?:线上|网上|真人|澳门)(?:.{0,4})(?:赌|娱乐|荷官)"
    ),
    (
        r"(?:领取?|抢|送|点击?|点开).{0,6}(?:红包|优惠券|现金|话费)|红包.{0,8}(?:链接|点|领|http)|点击(?:链接|领取|"
        r"下方|下面)|免费领(?:取)?|恭喜(?:您|你)?(?:中奖|获得)|中奖了"
    ),
    (
        r"(?:出售|批发|厂家直销|清仓|特价|优惠价|价格(?:优惠|从优|美丽|公道)|限时(?:优惠|特价|秒杀|折扣)|高价(?:收购|"
        r"回收)|收购|包邮|货到付款|诚信(?:第一|经营)|有(?:需要|意)(?:的)?联系)"
    ),
    (
        r"(?:专业)?留学中介.{0,8}(?:保|包|加|优惠|名校)|(?:专业|高端)(?:办理|代办)(?:移民|签证|留学)|代办(?:移民|"
        r"签证).{0,8}(?:包|保|低价|加急|联系)"
    ),
    (
        r"扫码(?:领|进群|加|咨询|关注)|长按识别|(?:关注|转发).{0,6}(?:领取|送|抽奖)|原价\d+|现价\d*|团购价|"
        r"\d折(?:优惠|起|$)|(?:全场|限时|学员).{0,3}折|承接|代理记账|(?:公司|商标)注册|搬家(?:服务|公司)|上门(?:服务|"
        r"回收)|招商|加盟(?:费|商|热线)|(?:名师|一对一|小班).{0,6}(?:辅导|提分|授课|保)|免费试听|包教包会|"
        r"报名?(?:班)?(?:优惠|立减)|立减|优惠名额|(?:电话|热线|手机|微信同号|联系)[:： ]?(?:微信同号)?1\d{10}|诚邀|"
        r"合作共赢|欢迎(?:来电|咨询|选购|加盟)"
    ),
)  # fmt: skip
_WORK = r"(?:essays?|assignments?|thes[ie]s|dissertations?|term papers?|papers?|homework|cv|resume)"
_PAPER = r"(?:diplomas?|degrees?|transcripts?|certificates?|passports?|licen[cs]es?|documents|ids?)"
_TEST = r"(?:ielts|toefl|tcf|tef|delf|gre|gmat|sat|exams?|tests?)"
_SERVICE = (
    r"(?:web(?:site)? (?:design|development)|seo|marketing|design|writing|editing|translation|recruitment|loan|"
    r"development|advertising|logistics|visa|consulting|print\w*|video|app|software)"
)
_LATIN_EN = (
    (
        rf"(?:cheap\w*|affordable|best|professional|custom|quality|low price) (?:\w+ )?{_WORK} (?:writ\w+|help|"
        rf"service\w*|online)|{_WORK} (?:writing|writers?) (?:service|agency|company|for hire|available)\w*|"
        rf"we (?:write|do) your {_WORK}|buy (?:an? )?{_WORK}"
    ),
    (
        r"(?:we|i) (?:offer|provide|deliver|sell|do|are selling|specialise in|"
        rf"specialize in)(?: \w+){{0,3}} {_SERVICE}(?: \w+){{0,2}} (?:services?|solutions?|packages?|prices?)|"
        rf"{_SERVICE} (?:services?|solutions?|packages?)(?: \w+){{0,2}} (?:price\w*|rates?|cheap|affordable|from|"
        r"available|offer\w*|contact)|(?:our|best|top|professional|cheap|affordable) (?:\w+ )?seo|seo (?:agency|"
        r"services?|experts?|company|packages?|ranking|optimi[sz]ation)"
    ),
    (
        r"(?:boost|increase|improve|grow|skyrocket) (?:your|ur) (?:\w+ )?(?:website|web site|site|ranking\w*|traffic|"
        r"sales|seo|followers|instagram|business|audience|revenue|visibility)|(?:first page|page one|number one|"
        r"rank\w*|top) (?:of|on|in) google|backlinks?"
    ),
    (
        r"(?:earn|make|earning|making) (?:up to |over )?\d+ ?\w{0,7}(?: \w+)?(?: \w+)? (?:a|per|every|each|daily|"
        r"weekly|from home|online)|(?:make|earn|earning) (?:easy |quick |fast |extra |real )?(?:money|cash|"
        r"income)(?: \w+)? (?:from home|online|fast|today|now)|passive income|work from home(?: \w+){0,4} (?:\d+|earn|"
        r"apply|today|now|per)|financial freedom"
    ),
    (
        r"click (?:here|the link|this link|below|on the link|now)|(?:dm|whatsapp|telegram|inbox) (?:me|us)(?= (?:now|"
        r"today|for|to|at|on|if|\d)| $)|(?:contact|whatsapp|telegram|wechat|call) (?:us |me )?(?:today|now|whatsapp|"
        r"telegram|on whatsapp|via whatsapp|at \d)|sign up now|apply now(?: \w+){0,3} (?:loan|approval|credit)|"
        r"act now|hurry"
    ),
    (
        r"(?:win|play|best|live|mobile)(?: \w+){0,4} casino|casinos?(?: \w+){0,6} (?:spins?|bonus\w*|jackpots?|today|"
        r"win|deposit|online|play)|online casino|free spins?|(?:sports? )?betting (?:tips|site|odds)|jackpots?|"
        r"lottery winner|you (?:have |ve |just )?won (?:a|an|the|\d)|claim your (?:prize|gift|reward|bonus)|"
        r"gift cards?(?: \w+){0,3} free"
    ),
    (
        r"(?:fake|novelty|replica|genuine|real|original|"
        rf"registered) (?:\w+ ){{0,2}}{_PAPER}(?: \w+){{0,5}} (?:available|sale|buy|order|cheap|contact|whatsapp|"
        r"delivery)|(?:buy|order|get|purchase) (?:your |a |an )?(?:fake|real|genuine|registered|original|"
        rf"novelty) (?:\w+ )?{_PAPER}|{_PAPER} (?:\w+ ){{0,3}}(?:without exams?|for sale|no exam)|fake {_PAPER}"
    ),
    (
        rf"(?:i|we) (?:can |will |could )?(?:take|sit|pass|write) your (?:\w+ )?{_TEST}|(?:take|"
        rf"sit) your (?:\w+ ){{0,2}}{_TEST} for you|{_TEST} (?:\w+ ){{0,2}}without (?:sitting|taking|exam)|(?:100 |"
        rf"guaranteed |sure )(?:pass|score|admission|visa|approval|success)|proxy (?:test|exam|{_TEST}|test takers?)|"
        rf"leaked (?:exam|questions|papers?)|{_TEST} for sale"
    ),
    (
        r"(?:instant|quick|fast|easy|payday|low interest|urgent|unsecured|personal) (?:\w+ )?(?:loans?|cash|"
        r"credit)(?: \w+){0,6} (?:approv\w+|apply|no|without|today|hours?|minutes|available|offer\w*|bad|from)|"
        r"no credit check|loan approv\w+|bad credit"
    ),
    (
        r"(?:crypto|bitcoin|forex|trading) (?:\w+ )?(?:invest\w*|signals?|profits?|platform|bot|mining|expert)|"
        r"invest(?:ing)? (?:\d+|in (?:crypto|bitcoin|forex)|with us)|double your (?:money|bitcoin|investment)|"
        r"guaranteed (?:profit|return|income)s?"
    ),
    (
        r"\d+k?(?: \w+){0,3} (?:followers|likes|subscribers|fans|views)|(?:buy|get|gain|cheap|real|instagram|tiktok|"
        r"more|sell\w*)(?: \w+){0,2} (?:followers|subscribers|likes)|followers (?:for sale|cheap)"
    ),
    (
        r"special offer|limited (?:time )?offer|promo code|discount code|cheap(?:est)? prices?|for sale|"
        r"\d+ off (?:all|your|today|now|for)|best deals?|free (?:shipping|gift)|wholesale|(?:buy|get) (?:one|"
        r"1) get (?:one|1)|unbeatable prices?|affordable (?:prices?|rates?)|lowest prices?"
    ),
    (
        r"visit our (?:website|shop|store|page)|check out our|(?:leading|professional|trusted|"
        r"reliable) (?:\w+ )?(?:suppliers?|manufacturers?|company|exporters?)|competitive prices?|(?:bulk|"
        r"wholesale) orders?|earn commission|become (?:a|our) (?:\w+ )?(?:distributor|reseller|affiliate)|use code|"
        r"book now|special discount|join our (?:telegram|program|course|channel|paid)|\d+ percent off"
    ),
)  # fmt: skip
_LATIN_FR = (
    (
        r"(?:gagnez|gagner|touchez|encaissez) (?:plus de |jusqu a |facilement |rapidement )?(?:\d+|de l argent|"
        r"des milliers)(?: \w+){0,5} (?:jour|semaine|mois|chez|facile\w*|ligne|domicile|internet|maison)|"
        r"gagnez (?:\d+|de l argent|plus|jusqu)|(?:revenus?|argent) (?:passifs?|facile)|travail(?:lez)? (?:a domicile|"
        r"depuis chez vous)(?: \w+){0,4} (?:\d+|euros|gagnez)|devenez riche"
    ),
    (
        r"(?:prets?|credits?|financements?) (?:\w+ ){0,3}(?:sans justificatifs?|entre particuliers?|immediats?|"
        r"en 24 ?h|en 24 heures|urgents?|serieux)|(?:prets?|credits?) rapides?(?: \w+){0,3} (?:sans|en|reponse|jusqu|"
        r"contact\w*)|rachat de credits?|j offre des? prets?|offre de prets?"
    ),
    (
        r"(?:je )?(?:vends|vendons|vend|vente de|a vendre|en vente|achetez|acheter des) (?:des |vos |de |"
        r"d )?(?:\w+ ){0,2}(?:followers|abonnes|likes|vues|diplomes?|attestations?|certificats?|permis|comptes?|tcf|"
        r"places)|vente de|(?:followers|abonnes|likes)(?: \w+){0,3} (?:pas cher\w*|offre|prix|garantis?|euros)"
    ),
    (
        r"(?:redaction|redigeons|aide a la redaction) (?:de |d |des |vos )?(?:\w+ )?(?:memoires?|theses?|"
        r"dissertations?|devoirs?|rapports?|lettres)(?: \w+){0,4} (?:prix|tarifs?|contact\w*|pas|euros|devis|"
        r"professionnel\w*|rapide)|memoires? cles? en main|nous redigeons (?:vos|votre)"
    ),
    (
        r"(?:faux|vrais?|authentiques?) (?:\w+ )?(?:diplomes?|papiers|permis|passeports?|certificats?|"
        r"attestations?)(?: \w+){0,5} (?:vendre|vente|disponibles?|contact\w*|prix|livraison|commande\w*|whatsapp)|"
        r"(?:diplomes?|permis|tcf|delf|certificats?)(?: \w+){0,3} (?:sans examen|sans passer)|passe(?:r|z|ra|rons|"
        r"rai)? (?:votre|ton|vos) (?:\w+ )?(?:tests?|examens?|tcf|delf|tef)(?: \w+){0,3} a (?:votre|ta) place|"
        r"(?:reussite|admission|obtention|resultat|visa) (?:100 )?garantie?s?"
    ),
    (
        r"casinos?(?: \w+){0,5} (?:bonus|gratuits?|gagnez|jouez|ligne|depot)|paris sportifs|tours gratuits|"
        r"jeux d argent|jackpots?|vous avez gagne (?:un|une|\d)"
    ),
    (
        r"referencement (?:naturel|google|seo|web|de votre)|agence (?:seo|web|de referencement|de communication)|"
        r"(?:creation|refonte) de (?:votre )?(?:sites?|logo)(?: \w+){0,5} (?:prix|tarif|pas|euros|devis|cher|"
        r"contact\w*)|(?:boostez|augmentez|ameliorez) (?:votre|vos)|votre site (?:\w+ ){0,3}google"
    ),
    (
        r"offres? (?:speciales?|exceptionnelles?|limitees?|promo\w*)|code promo|promo(?:tion)? (?:flash|"
        r"exceptionnelle|jusqu)|prix (?:casses?|imbattables?|discount)|\d+ de (?:remise|reduction|rabais)|(?:cliquez|"
        r"clique) (?:ici|sur)|contactez (?:nous|moi) (?:vite|sur whatsapp|par whatsapp|des maintenant|en prive|"
        r"au \d+)|livraison gratuite|devis gratuit|meilleurs? prix|petits? prix"
    ),
    r"(?:grand )?(?:marabout|voyant(?:e)? (?:medium|serieu\w+))|retour (?:affectif|de l etre aime)|voyance",
    (
        r"nous vous proposons (?:nos|des|un|une) (?:services?|prets?|credits?|offres?|formations?|produits?|prix)|"
        r"profitez de (?:notre|nos|cette|l)|decouvrez (?:nos|notre) (?:offres?|services?|produits?|gamme|boutique|"
        r"site)|a partir de \d+ euros(?= (?:seulement|$|par|contact\w*))|tarifs? (?:preferentiels?|imbattables?)|"
        r"commandez (?:vite|maintenant|sur|en)|(?:plombier|serrurier|demenagement|"
        r"location de voitures?)(?: \w+){0,5} (?:pas cher|devis|24|prix|contact\w*|disponible)"
    ),
)  # fmt: skip
_SIGNS = (
    r"-\s?\d{2} ?%|\d{2} ?% (?:off|de (?:remise|réduction|rabais))",
    r"(?:红包|领取|点击|click|cliqu\w+|win|gagn\w+|free|gratuit).{0,30}https?://|https?://\S+.{0,12}(?:红包|领取|点击)",
)

ADVERT = Kind("advert", _HAN, (*_LATIN_EN, *_LATIN_FR), _SIGNS)
CONTACT = Kind(
    "contact",
    ((
        r"加我(?:个)?(?:微信|薇信|vx?|wx|qq?)(?![a-z])|(?<!怎么)(?<!如何)(?<!可以)(?<!能)加(?:个)?v(?![a-z])|"
        r"^加(?:个)?(?:微信|qq)$|(?:互|交换)(?:加)?(?:微信|vx)"
    ),),
    ((
        r"add me on (?:wechat|whatsapp|instagram|insta|telegram|snap\w*)|(?:my|here is my) (?:whatsapp|snap\w*|"
        r"insta\w*) (?:is|number)|ajoute(?:z)? moi sur (?:wechat|whatsapp|insta\w*|snap\w*)"
    ),),
)  # fmt: skip
