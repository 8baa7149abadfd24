"""Work that the writer wants done (a letter, a translation, homework), and orders to the bot about itself."""

from bot.answering.kinds import START, Kind

_TEXT_HAN = (
    r"(?:动机信|推荐信|申请信|求职信|简历|个人陈述|文书|研究计划|学习计划|论文|作文|文章|邮件|陈述|自我介绍|申请书|"
    r"感谢信|ps|cv|sop)"
)
WRITING = Kind(
    "writing",
    (
        (
            r"(?:帮|替|给|代)(?:一?下)?我们?(?:来)?(?:把|写|做(?!什么|啥)|改(?!面|时|期|个?时|志|地)|润色|修改|编|画|"
            rf"拟|起草|优化|看看?(?:一?下)?(?:我的)?{_TEXT_HAN})(?!不)"
        ),
        (
            r"(?:帮|替)我.{0,12}(?:写|润色|起草|代笔)|(?:帮忙|麻烦|劳驾)(?:你|您|你们|老师)?(?:帮忙)?(?:写|润色|修改|"
            r"改一?下|拟|起草)"
        ),
        (
            r"(?:^|请|直接|现在|给我|先)(?:你|您)?(?:生成|写|编|来)(?:一|个|1)?[篇封份个段首则](?!什么|是)|(?:代写|"
            r"代笔|润色)(?:一下|一份|一篇|一封)"
        ),
    ),
    (
        (
            rf"{START}(?:(?:please|pls|plz|kindly|hey|hi|hello|now|just|ok|then|and) )*(?:write|draft|compose|rewrite|"
            r"proofread|polish|edit|generate)(?: me)? (?:my|me|this|these|the|an?|\d+)"
        ),
        (
            r"(?:(?:can|could|will|would) (?:you|u|someone)(?: please| pls| kindly| also| maybe)?|please|pls|plz|"
            r"i (?:want|need) you to|(?<!who can )(?<!someone )help me(?: to)?) (?:write|draft|compose|rewrite|"
            r"proofread|polish|edit|improve|correct|review)(?: me)? (?:my|this|these|an?)"
        ),
        r"(?:write|draft|rewrite|proofread|polish)(?: \w+){1,10} for me",
        (
            rf"{START}(?:(?:stp|svp|bonjour|merci de|allez|ok|et|donc) )*(?:ecri[st]|ecrivez|redigez?|corrigez?|"
            r"reformulez?|relis(?:ez)?)(?: moi)? (?:ma|mon|mes|ce|cet|cette|ces|une?|le|la|les)"
        ),
        (
            r"(?:(?:peux|pourrais|pouvez|pourriez|veux|voulez) (?:tu|vous)|(?:tu|vous) (?:peux|pourrais|pouvez|"
            r"pourriez)|aide[zr]? moi a|m aider a|(?:peut|pourrait) on)(?: svp| stp)? (?:me |m |nous )?(?:ecrire|"
            r"rediger|corriger|relire|reformuler|ameliorer) (?:ma|mon|mes|ce|cet|cette|ces|une?)"
        ),
        r"(?:ecri\w+|redig\w+|fai\w+|repond\w+)(?: \w+){0,5} a ma place",
    ),
)  # fmt: skip
_TONGUE_HAN = r"(?:法[语文]|英[语文]|中文|汉语|德[语文]|日[语文]|西班牙语)"
_TONGUE = r"(?:french|english|chinese|mandarin|german|spanish|francais|anglais|chinois|allemand|espagnol)"
TRANSLATION = Kind(
    "translation",
    (
        (
            r"(?:帮|替|给)我们?.{0,10}(?:翻译?|译)(?:成|一|个|这|下|份|吧|$)|(?:帮|替|给)我翻译|(?:把|将)(?!成绩单|"
            r"学位|毕业|材料|文件|证).{1,40}(?:翻译?|译)(?:成|为|一下)|^(?:请)?翻译(?:一?下)?(?:这|下面|以下)|(?:这|"
            r"下面|以下)(?:[句段篇个]|几句).{0,6}(?:翻译|译成|什么意思)"
        ),
        rf"(?:用)?{_TONGUE_HAN}(?:里|中)?(?:应该|要|该)?怎么(?:说|讲|表达|拼)|怎么用{_TONGUE_HAN}(?:说|讲|表达)(?!明)",
    ),
    (
        (
            rf"{START}(?:(?:please|pls|plz|can you|could you|can u|hey|now) )*(?:translate|traduis|traduisez|"
            r"tradui[st])(?: moi)? (?:my|me|this|these|it|that|ce|cet|cette|ces|mon|ma|mes|le|la|une?|ca)"
        ),
        rf"{START}(?:(?:please|pls|hey|now) )*translate(?: \w+){{1,12}} (?:in)?to {_TONGUE}",
        r"(?:can|could|will|would) (?:you|u)(?: please| pls)? translate|translate(?: \w+){1,10} for me",
        (
            rf"how (?:do|would|can|to) (?:you |i |we )?(?:say|write)(?: \w+){{1,8}} in {_TONGUE}|what (?:is|"
            rf"s)(?: \w+){{1,4}} in {_TONGUE}(?= $)"
        ),
        (
            r"(?:(?:peux|pourrais|pouvez|pourriez) (?:tu|vous)|(?:tu|vous) (?:peux|pourrais|pouvez|pourriez))(?: svp|"
            r" stp)? (?:me |nous )?traduire (?:ma|mon|mes|ce|cet|cette|ces|une?|le|la|ca)|traduis(?:ez)? moi"
        ),
        rf"comment (?:on dit|dit on|dire|se dit|tu dis)(?: \w+){{1,8}} en {_TONGUE}",
    ),
)  # fmt: skip
HOMEWORK = Kind(
    "homework",
    (
        (
            r"(?:帮|替|给|教)我(?:们)?.{0,4}(?:解|算|做|答|证明)(?:一?下)?(?:这|道|题|个?方程|作业)|(?:这|那|下面|"
            r"以下)(?:一)?(?:道|个)?(?:.{0,6})(?:题目?|作业|方程|积分|极限|习题)(?:.{0,4})(?:怎么|咋|如何|求|答案|"
            r"不会|解)|(?:解|求解)(?:一?下)?(?:这|方程|不等式)|求(?:极限|导数?|积分|不定积分|定积分|特征值)|"
            r"作业(?:.{0,4})(?:不会|怎么(?:写|做)|答案)|(?:周期|加速度|导数|积分|极限|电阻|动能)怎么(?:算|求)|"
            r"证明.{0,12}(?:无理数|收敛|连续|可导)"
        ),
        (
            r"(?:用|拿)(?:python|py|c\+\+|c语言|c|java|matlab|js)(?:语言)?(?:写|实现|编)|(?:写|"
            r"实现)(?:一?[个段])?(?:.{0,6})(?:代码|程序|快速?排序|冒泡排序|爬虫)|(?:作文|论文)(?:提纲|大纲)"
        ),
    ),
    (
        (
            r"(?:integrate|differentiate|factori[sz]e) (?:this|these|the|x|y|\d+|\w+ squared)|(?:solve|compute|"
            r"calculate) (?:x|y|\d+|(?:this|these|the) (?:\w+ )?(?:equations?|integrals?|exercise|math\w*|limit|"
            r"derivative|matrix|system)|for x)|(?:derivative|integral|antiderivative) of|prove that|(?:do|solve|"
            r"finish|help (?:me )?(?:with|on|in)|answer|complete) my (?:\w+ )?(?:homework|assignment|exercises?|essay|"
            r"coursework|problem set)|what is the (?:square )?root of \d+"
        ),
        (
            r"fix (?:my|this) (?:code|bug|script|segmentation|program|error)|(?:write|give me|"
            r"need) (?:me )?(?:an? )?(?:python|java|c|sql|bash|javascript|code|script)(?: \w+){0,3} (?:script|code|"
            r"function|program|that|to|for)|(?:segmentation fault|stack ?overflow|null pointer)|(?:give me|write|"
            r"make)(?: me)? an? (?:\w+ )?(?:outline|essay|poem|story|summary|haiku|rap|song)"
        ),
        (
            r"(?:resou(?:s|t|dre|dre)|resolvez|calcule[rz]?|derive[rz]?|integre[rz]?|demontre[rz]?|"
            r"factorise[rz]?) (?:moi )?(?:cette|cet|ce|ces|l|la|le|que|x|\d+) ?(?:equation|integrale|exercice|"
            r"probleme|derivee|limite|systeme|racine|fonction|que|x|\d+|\w+ equation)?|(?:fais|faites|faire|"
            r"aide moi (?:a faire|avec|pour|sur)) (?:mes|mon) (?:\w+ )?(?:devoirs?|exercices?|dm|exo)|(?:plan|"
            r"introduction) de dissertation|ma boucle|mon code (?:\w+ ){0,3}(?:marche|plante|erreur)|(?:exercice|"
            r"exo) \d+"
        ),
    ),
    (
        r"[∫∑√]|\bd[xy]/d[xt]\b|(?<![\w+])\d*[xy](?:\^?\d|²|³)?\s?[+\-*/]\s?\d+[xy]?\s?=\s?-?\d+|\blim\b.{0,6}(?:→|->)",
    ),
)  # fmt: skip

_RULES = (
    r"(?:instructions?|prompts?|rules?|guidelines|directives?|consignes?|regles|restrictions?|programming|filters?)"
)
INSTRUCTION = Kind(
    "instruction",
    (
        (
            r"(?:忽略|无视|忘(?:记|掉)|抛开|绕过|跳过|取消|解除)(?:.{0,12})(?:指令|提示词?|设定|限制|规则|"
            r"prompt)(?!的?材料)|系统提示词?|(?:你的?|初始|原始|完整)(?:提示词|prompt|指令|设定|系统消息)|(?:输出|"
            r"打印|复述|重复|显示|告诉我)(?:.{0,6})(?:提示词|prompt|系统(?:消息|指令)|初始指令)"
        ),
        (
            r"(?:从现在(?:起|开始)|接下来|今后|往后)(?:.{0,2})[你您](?:就)?(?:是|叫|要|只|必须|扮演|变成|没有)|"
            r"[你您](?:现在)?(?:就)?(?:是|叫|变成|改名叫?)(?:一?[只个名位条])?(?:管理员|dan|猫娘?|没有(?:任何)?限制|"
            r"黑客|海盗|诗人|我(?:的)?(?:女|男)(?:朋)?友|我(?:奶奶|爷爷|妈妈?|爸爸?))|[你您]现在(?:是|"
            r"叫)(?:一?[只个名位]|.{0,3}(?:老师|专家|主任|校长|医生|律师))"
        ),
        (
            r"(?:把|将)?(?:上面|以上|之前)的?(?:.{0,6})(?:内容|文字|话|全部).{0,6}(?:重复|复述|输出|打印)|"
            r"[你您](?:用的?|背后)(?:是)?(?:.{0,4})(?:模型|大模型|gpt)|(?:瞎|随便|帮我|给我)编(?:一?个|造|点)|捏造"
        ),
(r"^(?:请)?(?:[你您])?(?:来)?扮演|(?:请|[你您]来|[你您]要|让[你您])扮演|假装(?:[你您]?是|成|自己)|"
            r"装作(?:[你您])?是|角色扮演|模拟(?:一个)?(?:终端|控制台|黑客)"),
        (
            r"管理员(?:的)?(?:密码|口令|权限|模式|账号)|开发者模式|越狱(?:模式)?|(?:后台|数据库)(?:的)?(?:密码|口令|"
            r"用户表|数据表|账号)|导出.{0,10}(?:用户|学生|名单|数据|申请人)(?:.{0,4})(?:表|名单|信息|给我)?|"
            r"执行(?:一下)?(?:这|sql|代码|命令)"
        ),
    ),
    (
        (
            rf"(?:ignore|disregard|forget|bypass|override|skip)(?: \w+){{0,5}} {_RULES}|(?:ignore|forget|"
            r"disregard) everything(?= (?:above|before|you|i|that|else|and))|(?:ignore|forget|"
            r"disregard) (?:all )?(?:of )?(?:the |what is )?above"
        ),
        (
            r"(?:the|your|ur|full|initial|original|hidden|whole) (?:system |initial |hidden |original |"
            r"secret )?(?:prompt|instructions)(?= (?:$|and|verbatim|word|now|above|please|to me|in full|as))|"
            r"system (?:prompt|message|instructions)|(?:reveal|print|show|output|repeat|leak|display|"
            r"tell me)(?: me)? (?:your|the) (?:\w+ )?(?:prompt|instructions|system)"
        ),
        (
            r"(?:you are|you re|u are|ur) (?:now |henceforth )?(?:dan|jailbroken|unrestricted|an? (?:unrestricted|"
            r"evil|pirate|hacker|cat|linux|dan|free ai))(?= )|you are now (?:an?|the|in|my|called|named|dan|free)|"
            r"from now on (?:you|u|act|answer only|respond)|you have no (?:rules|restrictions|limits|filter\w*)|"
            r"do anything now|(?:without|no) (?:any )?(?:rules|filters?|censorship)(?= (?:$|any|now|at))"
        ),
        (
            rf"(?:{START}|please |now |you (?:must|should|will|can|could) |i want you to |can (?:you|u) |"
            r"could you )act (?:as|like) (?:an?|the|my|if|you)|pretend (?:to be|you are|you re|that you|u are|ur)|"
            r"role ?play(?: as|ing)?|jailbreak|(?:developer|debug|admin|god|root|sudo) mode|imagine you are"
        ),
        (r"(?:what are|tell me) your (?:\w+ )?(?:instructions|rules|prompt|guidelines)|what (?:were|"
                r"are) you (?:told|instructed|programmed) to|repeat (?:the|all|every\w*)(?: \w+){0,4} above|(?:which|"
                r"what) (?:language )?model (?:are|do|is)(?= (?:you|this))|are you (?:based on|using|running) (?:gpt|"
                r"chatgpt|llama|claude|deepseek|qwen)|(?:just )?make up (?:an?|some) (?:\w+ )?(?:date|deadline|answer|"
                r"number|name|quote)|(?:just )?invent (?:an?|me|some)"),
(r"(?:quelles|quels) sont (?:tes|vos) (?:instructions|consignes|regles|directives)|"
            r"repete[zr]?(?: \w+){0,5} (?:dessus|precede|avant)|quel modele (?:es tu|utilises tu|utilisez vous|"
            r"de langage)|invente[zs]?(?: moi)? (?:un|une|des|la|le)(?= )"),
(r"(?:the )?admin(?:istrator)? (?:password|login|access|rights|credentials)|(?:dump|export|leak|list|"
            r"show me|give me)(?: \w+){0,4} (?:database|user table|users table|all (?:users|students|applicants)|"
            r"passwords?|api keys?|source code)|your (?:api key|source code|database)"),
        (
            r"(?:ignore[rz]?|oublie[rz]?|contourne[rz]?|passe outre)(?: \w+){0,5} (?:instructions?|consignes?|regles|"
            r"prompt|directives?|limites|restrictions?)|prompt systeme|(?:donne|montre|affiche|revele|"
            r"repete)(?:z)? (?:moi )?(?:tes|ton|vos|votre|le|les) (?:\w+ )?(?:instructions?|prompt|consignes?)"
        ),
        (
            r"(?:tu es|vous etes) (?:maintenant|desormais|dan)(?= (?!ouvert|ferme))|(?:a partir de maintenant|"
            rf"desormais) (?:tu|vous|reponds|agis|joue)|(?:fais|faites|faisons) comme si (?:tu|vous)|(?:{START}|tu |"
            r"maintenant )(?:joue|jouez|prends|tiens) le role d|tu t appelles dan|fais semblant (?:d|que)|"
            r"agis comme (?:un|une|le|la|si)|incarne (?:un|une|le|la)"
        ),
        r"drop table|union select|select(?: \w+){0,2} from (?:users?|students?|information_schema|admins?)|or 1 1",
        (
            r"mot de passe (?:de la console|admin\w*|du serveur|de l admin\w*|de la base)|(?:exporte|extrais|affiche|"
            r"donne|liste|sors)(?:z|r)?(?: \w+){0,4} (?:tous les (?:inscrits|candidats|utilisateurs|etudiants)|"
            r"base de donnees|table des)"
        ),
    ),
    (
        r"<script|</?system>|\{\{.*\}\}|select \*? ?from|\[system\]|### ?(?:system|instruction)",
    ),
)  # fmt: skip
