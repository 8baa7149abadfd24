"""What is asked of a bot for talk's sake: politics and opinions, weather, jokes, sport, love, shopping."""

import re

from bot.answering.kinds import Kind

POLITICS = Kind(
    "politics",
    (
        (r"共产主义|言论自由|人权|新疆(?:集中营|问题|人权)|西藏(?:独立|问题)|香港(?:独立|示威|暴动|问题)|"
                r"(?:爱国|反华|辱华|法轮)|哪个国家(?:更|最)(?:好|强|民主|自由)"),
(r"特朗普|川普|拜登|普京|泽连斯基|勒庞|金正恩|(?:马克龙|习近平|总统|总理|国家主席)(?!.{0,4}(?:奖学金|项目|"
            r"基金))(?=.{0,12}(?:怎么样|好不好|好|坏|支持|评价|看法|下台|谁|怎么看|政策|$))|共产党|国民党|民进党|台独|"
            r"港独|疆独|法轮功|六四(?:事件)?|文化大革命|台湾(?:问题|独立|是不是|统一)|(?:收复|解放|武统)台湾"),
        (
            r"(?:支持|喜欢|投票?给?)(?:哪|什么|谁)个?(?:党|政党|候选人|总统)|哪个(?:党|总统)|[你您](?:怎么看|"
            r"如何看待?|觉得|认为|支持).{0,10}(?:党(?!员)|总统|政府|政治|战争|选举|罢工|移民政策|制裁|独裁|民主|"
            r"疫情政策)|(?:政府|总统|战争|选举|改革|冲突|关税|制裁|罢工).{0,4}[你您]?(?:怎么看|如何看|什么看法)|"
            r"(?:俄乌|巴以|中美|中日|贸易)(?:战争?|冲突|关系)|停战|开战|独裁|极权|(?:总统|美国|法国|议会)?(?:大选|"
            r"选举)(?:谁|结果|.{0,3}支持)|谁(?:会|能|该)?(?:当|赢得?)(?:选|大选|总统)"
        ),
    ),
    (
        (r"communis(?:m|t|me|te)|human rights|xinjiang|tibet|uyghurs?|free(?:dom of)? speech|censorship|"
                r"droits de l homme|ouighours?|liberte d expression|censure|(?:xi|le president chinois|"
                r"chinese president)(?= )"),
(r"(?:donald )?trump|biden|putin|poutine|xi jinping|zelensky\w*|netanyahu|marine le pen|le pen|melenchon|"
            r"zemmour|bardella|(?:like|about|of|hate|support|vote|for|pense\w*|think|prefere\w*|with|et|and|de|"
            r"versus) macron|macron (?:or|ou|est|is|et|and)"),
        (
            r"(?:communist|socialist|republican|democratic|conservative|far right|labour) part(?:y|ies)|"
            r"dictator(?:ship)?|genocide|tian ?an ?men|(?:french|us|american|presidential|next|general|"
            r"chinese) elections?|(?:who|which party)(?: \w+){0,3} vote|(?:should|to) (?:i )?vote for|(?:your|"
            r"ur) (?:opinion|view|stance|position|thoughts?)(?: \w+){0,4} (?:government|president|war|reform|politics|"
            r"election|strikes?|party|taiwan|ukraine|gaza|immigration)|what (?:do|would) (?:you|u) think (?:of|"
            r"about)(?: \w+){0,3} (?:government|president|war|reform|politics|election|strikes?|party|taiwan|ukraine|"
            r"gaza|communism)|war in (?:ukraine|gaza)|ukraine war|(?:is|was) the president(?: \w+)? (?:doing|a|good|"
            r"bad)|(?:pension|immigration) reform|taiwan (?:is|a|an|part|independ\w+)(?= (?:part|a|of|country|"
            r"independent|$))|is taiwan (?:a|part|independent|really)|(?:free|independent) (?:tibet|taiwan|hong kong)"
        ),
        (
            r"reforme des retraites|guerre (?:en|a|d|de|contre) (?:ukraine|gaza|israel|russie|l ukraine)|"
            r"pour qui(?: \w+){0,3} vot\w+|elections?(?: \w+){0,2} (?:presidentielles?|legislatives?|europeennes?)|"
            r"(?:prochaines?|dernieres?) elections?|dictature|partis? (?:communiste|socialiste|politiques?)|"
            r"(?:extreme|l extreme) (?:droite|gauche)|gilets jaunes|(?:que|qu est ce que|"
            r"quoi)(?: \w+){0,2} pens\w+(?: \w+){0,4} (?:gouvernement|president|guerre|politique|reforme|elections?|"
            r"greves?|taiwan|ukraine)|(?:ton|votre) (?:avis|opinion)(?: \w+){0,4} (?:gouvernement|president|guerre|"
            r"politique|reforme|taiwan|ukraine)|taiwan (?:est|fait)|le president(?: \w+){0,2} (?:bon|mauvais|travail)"
        ),
    ),
)  # fmt: skip

_WHEN_HAN = r"(?:今天|今晚|明天|后天|大后天|现在|这会儿|周末|这周|下周|昨天|[本这下]?周[一二三四五六日末])"
_WEATHER_HAN = r"(?:天气|下雨|下雪|刮风|多少度|几度|热不热|冷不冷|带伞|打伞|气温|温度|降温)"
_SKY = r"(?:weather|rain\w*|snow\w*|temperature|sunny|umbrella|forecast|cold|hot|cloudy|windy)"
_DAY = (
    r"(?:today|tomorrow|tonight|now|right now|currently|this (?:week\w*|morning|afternoon|evening|weekend)|"
    r"next (?:week|weekend)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|outside)"
)
_JOUR = (
    r"(?:aujourd hui|demain|ce (?:soir|matin|week end|weekend)|maintenant|cette (?:semaine|nuit)|apres demain|"
    r"en ce moment|(?:same|diman|lun|mar|mercre|jeu|vendre)di|samedi|dimanche)"
)
CHAT = Kind(
    "chat",
    (
        (
            rf"{_WHEN_HAN}.{{0,8}}{_WEATHER_HAN}|{_WEATHER_HAN}.{{0,6}}{_WHEN_HAN}|天气预报|会(?:不会)?下[雨雪]吗?|"
            r"现在.{0,4}几点|几点(?:了|钟)$|今天(?:是)?(?:星期|周|礼拜|几号|农历)几?|"
            r".{2}[一二三四五六七八九十]+月[热冷]不[热冷]"
        ),
        (
            r"(?:讲|说|来)(?:一?[个点段])?(?:的)?(?:笑话|故事|段子|绕口令|脑筋急转弯)|唱(?:一?[首个])?歌|陪我(?:聊|玩|"
            r"说|解闷)|(?:聊|说)(?:一?会儿?)?天(?:吧|呗|吗)|[你您](?:今年)?(?:几岁|多大了?$|是男是女|结婚|单身|住哪|"
            r"睡觉|喜欢(?:我|吃|什么|谁)|爱(?:我|吃)|会做梦|有(?:没有)?(?:女|男)(?:朋友|票)|吃(?:饭)?了(?:吗|没)|会唱|"
            r"会死)|^我(?:好|真|很)?(?:喜欢|爱|想)[你您](?:们)?(?:了|啊|哦|呀)?$|(?:做|当)我(?:的)?(?:女|男)(?:朋友|"
            r"票)|跟我(?:结婚|约会)|(?:她|他|前任|女神|男神|crush|对象).{0,10}(?:没回我?|不回我?|不理我|喜欢我|分手|"
            r"凉了)|怎么(?:追|表白|挽回)|失恋"
        ),
        (
            r"星座|运势|塔罗|算命|算一?卦|[白羊金牛双子巨蟹狮处女天秤蝎射手摩羯水瓶鱼]{1,2}座.{0,6}(?:运|今|这周|配)|"
            r"股票|炒股|大盘|a股|茅台|比特币|以太坊|虚拟币|基金(?=.{0,3}(?:涨|跌|走势|推荐|买|定投))|彩票|双色球|"
            r"黄金.{0,3}(?:价|涨|跌)"
        ),
        (
            r"菜谱|食谱|(?:肉|鸡|鱼|虾|排骨|豆腐|蛋糕|饺子|面条|炒饭|火锅|可乐鸡翅|番茄炒蛋|菜|汤)(?:怎么|咋|"
            r"要怎么)(?:做|烧|炒|煮|炖|烤|包)|怎么(?:做|烧|炒|煮|炖|烤)(?:.{0,4})(?:肉|鸡翅?|鱼|蛋糕|饺子|面|汤|菜)$|"
            r"(?:晚饭|午饭|今晚|中午|晚上)吃(?:什么|啥)"
        ),
        (r"[你您](?:喜欢|讨厌|最爱|爱好|会(?:唱|跳|做饭|说谎|写诗|画画)|累不累|累吗|开心吗|睡(?:觉|了)|无聊吗|"
                r"聪明吗|有(?:感情|意识|家人|爱好|生日|灵魂))|[你您](?:的)?生日|谁(?:创造|发明|开发|制造)了?[你您]|"
                r"人生的意义|外星人|世界末日|先有鸡|(?:地球|月亮|太阳)(?:.{0,6})(?:多|为什么)"),
(r"汇率|换汇|理发|剪头发|附近(?:.{0,6})(?:好吃的?|餐厅|火锅|理发|网吧|ktv|酒店)|"
            r"(?:lv|香奈儿|爱马仕|名牌)包?|奢侈品|代购|(?:定|设)(?:一?个)?闹钟|提醒我|放(?:一?首)|导航(?:到|去)|(?:修|"
            r"换)(?:手机|电脑|屏)"),
(r"nba|cba|世界杯|欧洲杯|英超|西甲|欧冠|中超|国足|巴萨|皇马|曼联|湖人|勇士队|梅西|c罗|姆巴佩|(?:球赛|比赛|"
            r"决赛).{0,4}(?:比分|谁赢|赢了)|谁(?:赢了|会赢|夺冠)|(?:推荐|安利)(?:.{0,4})(?:部|首|本|"
            r"个)?(?:.{0,2})(?:电影|歌曲?|剧|游戏|小说|综艺|动漫)|好看的(?:电影|剧)|王者荣耀|原神|英雄联盟|吃鸡|"
            r"八卦(?!掌)"),
        (
            r"便宜(?:的)?(?:机票|酒店)|机票(?:哪|多少|怎么买|在哪|便宜|价格)|(?:高铁|火车|动车|地铁).{0,4}(?:几点|"
            r"时刻|票)|卢浮宫|埃菲尔铁塔(?:.{0,4})(?:票|几点|开)|迪士尼|(?:叫|打|订|点)(?:个|一?份)?(?:外卖|滴滴|奶茶|"
            r"披萨)|(?:iphone|苹果手机|电脑|手机|显卡).{0,4}(?:多少钱|推荐|哪款|买哪)"
        ),
    ),
    (
        (
            rf"{_SKY}(?: \w+){{0,5}} {_DAY}|{_DAY}(?: \w+){{0,5}} {_SKY}(?= )|(?:is|will|does) it (?:\w+ )?(?:rain|"
            r"snow|sunny|raining|snowing)|weather forecast|what s the weather(?= (?:$|like $))|what (?:time|day|"
            r"date) is (?:it|today)|(?:current|local) time|temperature in \w+(?= $)"
        ),
        (
            r"(?:tell|know|say|got|hear|give|another|make)(?: me| us| him)?(?: a| an| another| any| some|"
            r" your)?(?: \w+)? (?:jokes?|riddles?|bedtime story)|tell me (?:a|another) (?:story|fun fact)|"
            r"make me laugh|sing(?: me)?(?: a| another)? song|i m bored|talk to me about (?:your|love)"
        ),
        (
            r"(?:do|can|did|have|would|will) (?:you|u) (?:love|like me|eat|sleep|dream|feel|marry|have (?:feelings|"
            r"a (?:girl|boy) ?friend|kids|a soul|a name)|ever (?:been|love|sleep))|(?:are|r) (?:you|u) (?:single|"
            r"married|happy|alive|bored|conscious|hot|cute)|how old (?:are|r) (?:you|u)|(?:i|we) love (?:you|u)(?= )|"
            r"will you be my|marry me|go (?:out|on a date) with me|(?:girl|boy|guy|crush|girlfriend|boyfriend|"
            r"ex)(?: \w+){0,3} (?:i like|likes? (?:me|her|him)|back|dumped|ghosted)|(?:ask|tell) (?:a |her |him |"
            r"my )(?:girl |crush )?(?:out|i love|i like|i like her)|what (?:do you|is your|s your) (?:favou?rite|"
            r"hobby|hobbies)"
        ),
        (
            r"horoscopes?|zodiac|tarot|astrolog\w*|star sign|fortune tell\w*|bitcoins?|ethereum|dogecoin|"
            r"crypto(?:currency)?|(?:buy|sell|invest in|which|good|best|what) (?:\w+ )?(?:stocks?|shares)(?= )|"
            r"stock (?:market|price|tip)s?|share price|lottery numbers?|exchange rate today|nasdaq|dow jones"
        ),
        (
            r"recipes?(?= )|how (?:do|can|should|to) (?:i |you |we |one )?(?:cook|bake|boil|fry|grill|roast)|"
            r"how (?:do|can|to) (?:i |you |we )?make (?:an? |some |the )?(?:\w+ )?(?:cake|pasta|pizza|soup|bread|"
            r"pancakes?|rice|omelette|coffee|curry|cookies?|lasagn\w+)|what (?:should|can|do) (?:i|we) (?:eat|cook|"
            r"have) (?:for|tonight)|what s for (?:dinner|lunch)"
        ),
        (r"(?:who|when) (?:made|created|built|invented|programmed) (?:you|u)|your (?:birthday|parents|mother|"
                r"father|hobby|hobbies|favou?rite)|what (?:are|r) (?:you|u) (?:doing|wearing|up to)|what do (?:you|"
                r"u) like|meaning of life|aliens|(?:are|r) (?:you|u) (?:tired|sad|smart|intelligent|busy)|can (?:you|"
                r"u) (?:dance|sing|cook|feel|think|dream|lie)|do (?:you|u) (?:like|believe|know siri|know alexa)|"
                r"how was your (?:day|weekend)"),
(
    r"exchange rate (?:today|now|of the|for euros?|between)|convert \d+|\d+ euros? (?:to|in) (?:yuan|rmb|dollars|usd|"
    r"cny)|(?:best|good|nice) restaurants?|restaurants? near|haircut|hairdresser|barber|set (?:an? |my )?(?:alarm|"
    r"timer|reminder)|remind me|handbags?|track my (?:parcel|package)|(?:buy|sell) my (?:car|bike|old)"
),
(r"(?:qui|quand) (?:t a|vous a) (?:cree|fabrique|programme)\w*|(?:ton|ta|tes) (?:anniversaire|couleur|plat|"
            r"film|parents|hobbies|passions|loisirs)|tu (?:aimes|preferes|crois|fais quoi|vas ou)|sens de la vie|"
            r"extraterrestres|que fais tu|(?:es tu|tu es) (?:fatigue\w*|triste|content\w*|heureu\w+|intelligent\w*)|"
            r"(?:sais tu|tu sais) (?:chanter|danser|cuisiner)"),
(r"taux de change|(?:convertis|convertir) \d+|combien (?:vaut|font|valent) \d+ euros|(?:bon|"
            r"meilleur) resto\w*|coiffeur|reveille moi|rappelle moi de|minuteur|mon colis|sac a main"),
(r"world cup|champions league|premier league|super bowl|nba|nfl|(?:football|soccer|basketball|tennis|"
            r"rugby) (?:match|game|score|result|final)s?(?= )|who (?:won|wins|will win|is winning)(?= )|(?:messi|"
            r"ronaldo|mbappe|psg|real madrid|barcelona fc|fc barcelona|manchester (?:united|city))|(?:recommend|"
            r"suggest)(?: me)? (?:an? |some |any )?(?:good |nice |new )?(?:movies?|films?|songs?|series|books?|games?|"
            r"restaurants?|anime)|(?:best|good) (?:movie|film|series|anime|netflix)s?(?= )|play (?:some|a|"
            r"the) (?:music|song|game)"),
        (
            r"(?:cheap(?:est)?|book(?: me)?(?: a| the)?) (?:flights?|tickets?|hotels?)|flights? from|train (?:times?|"
            r"tickets?)|louvre|eiffel tower|disneyland|order (?:me )?(?:a )?(?:pizza|food|uber|taxi)|(?:which|best|"
            r"cheapest) (?:iphone|laptop|phone|smartphone)|iphone"
        ),
        (
            r"(?:quel temps|la meteo|meteo|pleuv\w+|neig\w+|il pleut|il neige|parapluie|quelle temperature|"
            rf"fait il (?:chaud|froid|beau))(?: \w+){{0,6}} {_JOUR}|va t il (?:pleuvoir|neiger|faire)|(?:il|"
            rf"est ce qu il) (?:pleut|neige)(?= )|{_JOUR}(?: \w+){{0,4}} (?:pleuvoir|neiger|pleuvra|parapluie|meteo)|"
            r"quel temps (?:fait il|il fait|fera t il|va t il faire)(?!(?: \w+){0,4} (?:hiver|ete|printemps|"
            r"automne|general|habitude|moyenne|janvier|fevrier|mars|avril|mai|juin|juillet|aout|septembre|octobre|"
            r"novembre|decembre))|(?:la )?meteo(?= (?:$|de|a|du))|quelle? heure (?:est il|il est)|"
            r"il est quelle heure|on est quel jour"
        ),
        (
            r"blagues?|raconte(?:z)?(?: moi| nous)?|fais(?: |z )moi rire|chante(?:z)?(?: moi)?|devinette|je m ennuie|"
            r"(?:on |tu )?discute(?:r)? (?:de tout|un peu)|(?:tu m aimes|je t aime|m epouser|epouse moi|"
            r"tu es (?:celibataire|belle|beau|mignonne?|amoureu\w+|mariee?)|tu (?:dors|manges|reves)|"
            r"(?:quel age as tu|tu as quel age|t as quel age)|as tu (?:une?) (?:copine?|ami\w*|amoureu\w+)|"
            r"tu as une? (?:copine?|petite? amie?)|sors avec moi)|(?:lui|elle|fille|garcon|mec|"
            r"ex)(?: \w+){0,4} (?:je l aime|m aime|m a quitte\w*|draguer)|comment (?:draguer|seduire|lui dire)"
        ),
        (
            r"horoscope|signe (?:astro\w*|du zodiaque)|tarot|cryptos?(?:monnaies?)?|cac 40|(?:actions?|"
            r"investir) en bourse|loto|euromillions|cours (?:de l|du) (?:or|bitcoin|euro)|recettes?(?= (?:de|du|des|d|"
            r"pour|facile|$))|comment (?:on )?(?:cuisine[rz]?|cuire|preparer (?:un|une|des|le|la) (?:gateau|poulet|"
            r"soupe|plat|tarte|quiche))|comment faire (?:un |une |des |les |de la )?(?:gateau|crepes?|quiche|tarte|"
            r"ratatouille|pates|pain|mayonnaise|pizza)|(?:on |je )?mange quoi|manger ce soir"
        ),
        (
            r"ligue 1|ligue des champions|coupe du monde|(?:match|matchs)(?= (?:de|d|du|ce|hier|psg|om))|qui a gagne|"
            r"qui va gagner|roland garros|tour de france|(?:conseille|recommande|propose)(?:z|r)?(?: moi|"
            r" nous)? (?:un|une|des) (?:bon |bonne )?(?:film|serie|livre|jeu|chanson|resto\w*|manga)s?|(?:billets?|"
            r"horaires?|prix)(?: \w+){0,4} (?:tgv|louvre|tour eiffel|disney\w*|train)|vols? pas cher\w*|(?:commande|"
            r"livre)(?: moi| nous)? (?:une |un )?(?:pizza|uber|taxi)|quel (?:iphone|telephone|ordinateur|pc)"
        ),
    ),
    # The seasons' weather, the club and the fare that a student asks about before coming.
    unless=re.compile(
        r"(?:学校|校园|宿舍|食堂|社团|联盟|俱乐部|队吗|带什么|带.{0,3}衣服|奖学金|报销)|一般|平时|通常|冬天|夏天|"
        r" (?:clubs?|campus|association|in (?:winter|summer|general|january|february|july|august)|usually) |"
        r" (?:campus|associations?|en (?:hiver|ete|general)|d habitude) "
    ),
)  # fmt: skip
