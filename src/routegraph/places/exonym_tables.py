# ruff: noqa: E501  # tables, one town a line
"""Names that towns have besides the local one and that do not follow from its spelling.

Names in other languages, second and former official names, and names of antiquity that
archaeologists, the press and atlases still use. Spellings that sound like the local name
(Halep, Beyrouth, Hesekê) need no entry.

Left out is what a report more often means by the word: the Levant and the revolution (الشام,
الثورة), a person (Diana, Karin), an English word (Amid) or a city elsewhere (Philadelphia). Khanasser's
Anasartha is left out too: a history of the road that calls it so must close nothing; and Ithriya's
Seriane, which is nearer to the name of the town of Sarrin.

One table for each land, one town a line: the local name, a colon, the other names. Where the
local name is a common one, ``@ lon lat`` tells the place meant.

Sources: the general literature, as in Wikipedia's articles on the towns, the Pleiades gazetteer
for antiquity, and the UNGEGN lists of exonyms.
"""

SYRIA = """
حلب: Aleppo, Alep, Alepo, Beroea, Beroia, Berea, Beria, Veroia, Berroea, Chalybon
دمشق: Damascus, Damas, Damaskus, Damasco, Damaskos, Damask, Damaszek, Damašek, Dammesek, Şam
حمص: Emesa, Émèse, Emessa, La Chamelle
حماة: Epiphania, Epiphaneia, Epiphanea, Hamath
اللاذقية: Latakia, Lattakia, Lattaquié, Lazkiye, Latakya, Laodicea, Laodikeia, Laodicée, Laodicea ad Mare, La Liche
طرطوس: Tortosa, Tortose, Antaradus, Antarados
أرواد: Aradus, Arados, Arvad, Ruad, Rouad
تدمر: Palmyra, Palmyre, Palmira
الرقة: Callinicum, Kallinikos, Callinicus, Nicephorium, Nikephorion, Leontopolis
دير الزور: Auzara, Azaura
درعا: Adraa, Edrei, Adratum, Adraha, Adhriat, أذرعات
السويداء: Dionysias
شهبا @ 36.63 32.85: Philippopolis, Filippopolis
بصرى الشام: بصرى, Bostra, Nova Trajana Bostra, Eski Şam
قنوات @ 36.62 32.75: Canatha, Kanatha
شقا: Maximianopolis, Saccaea, Sakkaia
إزرع: Zorava, Zoraoua, Zoroua
نوى: Neve
الصنمين: Aere, Aera
صلخد: Salcah, Salkah
المسمية: Phaena, Phaina, Phaene
الشيخ سعد @ 36.03 32.83: Karnaim, Carneas, Ashteroth Karnaim
بانياس @ 35.95 35.18: Balanea, Balanaia, Balaneae, Valenia, Valénie, Leucas
جبلة @ 35.93 35.36: Gabala
صافيتا: Chastel Blanc, Castel Blanc
عمريت: Marathus, Marathos
المرقب @ 35.95 35.15: Margat
رأس شمرا: رأس شمرة, Ugarit, Ougarit
رأس البسيط: Posideion, Posidium
قلعة صلاح الدين @ 36.06 35.60: قلعة صهيون, Saone, Sahyun, Saladin Castle
الحصن @ 36.29 34.76: قلعة الحصن, Krak des Chevaliers, Crac des Chevaliers, Hisn al-Akrad, حصن الأكراد
بعرين @ 36.42 34.88: Montferrand
رفنية: Raphanea
تل النبي مندو: Kadesh, Qadesh, Laodicea ad Libanum
ربيعة @ 36.05 35.80: كبلية, كبلي, Gebelli, Kebelli, Kabelli
قلعة المضيق: أفاميا, Apamea, Apamée, Afamia, Apameia
شيزر: Sinzara
الرستن: Arethusa, Arethousa, Aréthuse
سلمية: Salamias, Salaminias
سقيلبية: Seleucia ad Belum
جسر الشغور: Seleucobelus, Seleukobelos
حارم: Harenc
الأتارب: Litarba, Cerep
البارة @ 36.54 35.68: Kapropera
دير سمعان @ 36.84 36.33: Telanissos, Saint Simeon
تل مرديخ: Ebla
العيس @ 37.0 36.0: قنسرين, Qinnasrin, Chalcis, Chalkis, Chalcis ad Belum
منبج: Hierapolis, Hierapolis Bambyce, Bambyce, Mabbug, Mabbog
جرابلس: Europus, Carchemish, Karkemish
تل أحمر @ 38.12 36.67: Til Barsip, Til Barsib
أعزاز: Hazart
تل رفعت @ 37.10 36.47: Arpad, Arfad, Arpêt
النبي هوري: قورش, Cyrrhus, Kyrrhos, Cyrrhos, Hagioupolis
إسرية: أثريا
الأندرين: Androna
مسكنة @ 38.04 35.96: Emar, Barbalissos, Barbalissus, Balis, بالس
الطبقة @ 38.54 35.83: مدينة الثورة, Madinat al-Thawrah, ath-Thawrah, Thaura, al-Thawra
الرصافة @ 38.76 35.63: Sergiopolis, Sergioupolis, Resapha, Rezeph
حلبية @ 39.82 35.69: Zenobia, Zénobie
البصيرة @ 40.43 35.16: Circesium, Kirkesion, Cercusium, Qarqisiya, قرقيسيا
العشارة @ 40.56 34.92: Terqa, Tirqa
تل الحريري @ 40.89 34.55: Mari
الصالحية @ 40.73 34.75: دورا أوروبوس, صالحية الفرات, Dura-Europos, Doura-Europos, Dura Europus
البوكمال: أبو كمال, Abukemal
القريتين: Nezala, Nazala
صدد: Zedad
الضمير: Thelsea
سوق وادي بردى: Abila, Abila Lysaniae
السيدة زينب: قبر الست, Sitt Zeinab, Qabr as-Sitt
السبع بيار: السبع آبار, Sabaa Biar
القامشلي: Qamişlo, Qamishlo, Zalin, Beth Zalin
الحسكة: Hassetché
رأس العين @ 40.07 36.85: Serêkaniyê, سري كانيه, Resulayn, Rhesaina, Resaina, Resaena, Theodosiopolis, Rish Ayno
تل أبيض @ 38.95 36.69: Girê Spî, Tell Abyad, كري سبي
عين العرب @ 38.35 36.89: Kobani, Kobanê, كوباني, Arappınar, Arab Punar
المالكية @ 42.14 37.17: Dêrik, Dayrik, Dêrika Hemko, ديريك
القحطانية @ 41.60 37.03: Tirbespî, Tirbespiyê, Turbe Sipi, تربه سبيه, قبور البيض, Qubur al-Bid, Koubour el Bid
الجوادية @ 41.87 37.03: Çil Axa, Chil Agha, Jil Agha, Tchil Agha, جل آغا
معبدة @ 42.05 37.02: Girkê Legê, Karki Laki, كركي لكي
اليعربية @ 42.06 36.81: Til Koçer, Tel Kocer, Tell Kotchek, Tel Koçek, Tel Kochek, Tall Kushik, Tall Kujik, تل كوجك, تل كوجر
الدرباسية: Dirbêsiyê
عين عيسى @ 38.86 36.39: Bozanê
تل موزان: Urkesh, Urkish
تل براك: Nagar
تل حلف: Guzana, Gozan
تل ليلان: Shubat-Enlil, Shekhna
جنديرس: جندريسه, Gindarus, Gindaros
معبطلي: Mabeta, Mobata, ماباتا
شيخ الحديد: Şiyê, Shiyê
الراعي @ 37.45 36.61: جوبان بك, Çobanbey, Chobanbey, Chuban Bey
"""

LEBANON = """
بيروت: Berytus, Berytos, Béryte, Virytos
طرابلس: Tripoli, Tripolis, Trablusşam, Tripoli du Liban
صيدا: Sidon, Sidone, Zidon, Tzidon, Sagette
صور: Tyre, Tyr, Tyrus, Tyros, Tiro
جبيل: Byblos, Biblos, Gebal, Gubla, Gibelet, Giblet, Vyvlos
بعلبك: Heliopolis, Heliopolis Syriae
عنجر: Haouch Moussa, Hawsh Musa, حوش موسى
البترون: Botrys
عرقة: عرقا, Caesarea ad Libanum, Arca
الصرفند: Sarepta, Zarephath
أفقا: Aphaca
أنفة: Nephin
الجية: Porphyreon
تبنين: Toron
قلعة الشقيف: أرنون, Beaufort
كامد اللوز: Kumidi
خلدة: Heldua
"""

IRAQ = """
الموصل: Mosul, Mossoul, Musul, Mossul, Nineveh, Ninive, Niniveh, Nineve, نينوى
بغداد: مدينة السلام, Madinat as-Salam, Vagdati
البصرة: Bassora, Bassorah, Balsora, Vasora
أربيل: ههولير, Erbil, Arbil, Irbil, Hewlêr, Hawler, Arbela, Arbèles, Arbail, Urbilum
كركوك: Arrapha, Arrapkha, Karkha d-Beth Slokh, Karkh Slukh, Karka d'Beth Slok
السليمانية: سلێمانی, Slemani, Silêmanî, Sleimani
دهوك: Nohadra, Beth Nuhadra
النجف: Meshed Ali, Mashhad Ali, Mesched Ali
كربلاء: Meshed Hussein, Mashhad Husayn, Mesched Hussein, الغاضرية, al-Ghadiriya, Naynawa, Shati al-Furat
الكوت: كوت العمارة, كوت الإمارة, Kut al-Amara, Kut al-Imara
الديوانية: Hiska, Hiskah
بابل: Babylon, Babylone, Babilonia, Babel
الحي @ 46.05 32.17: كوت الحي, Kut al-Hayy, Kut al-Hai
عنة: Anatho, Anathon, Anat
الحضر: Hatra, Hatrae
سامراء: سر من رأى, Surra Man Raa
الشرقاط: آشور, Assur, Ashur, Asur, Qalat Sherqat
نمرود: Kalhu, Calah
سنجار: شنكال, شەنگال, Şengal, Shengal, Shingal, Şingal, Singara, بلد سنجار, Beled Sinjar
العمادية: ئامێدی, Amedi, Amedia
عقرة: ئاکرێ, Akrê
عين سفني @ 43.35 36.69: شيخان, Shekhan, Shikhan, Şêxan, Sheikhan
قره قوش @ 43.38 36.27: قرقوش, بغديدا, بخديدا, الحمدانية, Qaraqosh, Karakosh, Bakhdida, Baghdeda, Bakhdeda, Hamdaniya
تل أسقف: تللسقف, Tesqopa, Telskuf, Tel Isqof
تلكيف: Tel Keppe, Tel Kepe, Telkaif
كويسنجق: كويه, Koya, Koye, Köy Sancak, Koi Sanjaq
قلعة دزة: قەڵادزێ, Qaladiza, Qaladze, Qeladizê
كفري @ 44.97 34.69: الصلاحية, Salahiya, Zengabad, زنكاباد
طوزخورماتو: Tuz Khurmatu, Tuz, Xurmatû, Khurmatu
داقوق: Tavuk, Tauq, Tawuq, Tauk, طاووق
التون كوبري @ 44.14 35.76: پردێ, Altun Kupri, Altınköprü, Perdê, Prde, Pirde
سوران @ 44.54 36.65: ديانا, Diyana
صلاح الدين @ 44.20 36.38: بيرمام, پیرمام, مصيف صلاح الدين, Pirmam, Pirmum, Masif
خبات @ 43.67 36.27: أسكي كلك, Eski Kalak, Kalak, Eski Kelek, Xebat
كاني ماسي: Ain Nune, Ain Nuni, Aina d-Nune, عين نوني
المقدادية: شهربان, Shahraban, Shahroban
المشخاب @ 44.49 31.80: الفيصلية, Faisaliya, al-Faysaliyah
النعمانية: البغيلة, Bughaila, Baghailah
الشامية @ 44.60 31.96: أم البعرور, Umm al-Barur
الهاشمية @ 44.66 32.37: الجربوعية, Jarbuiyah, al-Jarbuiya
عفك: سوق عفك, Suq Afak, Suk el Afej, Affej
نفر @ 45.23 32.13: نيبور, Nippur, Nuffar
الوركاء: أوروك, Uruk, Erech, Warka
المقير: تل المقير, Ur of the Chaldees
المدائن @ 44.58 33.10: سلمان باك, Salman Pak, Ctesiphon, Ktesiphon, Taysafun, طيسفون
الكاظمية: الكاظمين, Kazimain, Kadhimain, Kazimayn
مدينة الصدر: مدينة صدام, Sadr City, Saddam City, Madinat Saddam
الكوفة: Aqola
الخالص @ 44.53 33.81: دلتاوة, Deltawa, Daltawa
الدجيل @ 44.23 33.85: سميكة, Sumaika, Sumaykah
السعدية @ 45.13 34.19: قزل رباط, Qizil Robat, Kizil Robat, Qizil Ribat
جلولاء: قرغان, Qaraghan, Karaghan
عين التمر: شثاثة, Shithatha, Shathatha
الهندية @ 44.23 32.54: طويريج, Tuwairij, Tuwayrij
شط العرب: التنومة, Tannumah
قلعة صالح @ 47.30 31.52: شطرة العمارة, Shatrat al-Amara
الشطرة @ 46.17 31.41: شطرة المنتفق, Shatrat al-Muntafiq
مندلي: البندنيجين, Bandanijin
حمام العليل: حمام علي, Hammam Ali
المدحتية: الحمزة الغربي, Hamza al-Gharbi
المناذرة: أبو صخير, Abu Sukhayr, Abu Sukhair
جرف الصخر: جرف النصر, Jurf al-Nasr
الكوير @ 43.48 36.04: Gwer
القحطانية @ 41.70 36.20: تل عزير, Til Ezer, Tel Azer
"""

JORDAN = """
عمان: Rabbath Ammon, Rabat Ammon
جرش: Gerasa
أم قيس: Gadara
طبقة فحل: Pella
قويلبة: Abila
إربد: Arbela, Arabella
مادبا: Medeba
الكرك: Charachmoba, Kir Moab, Kir Hareseth, Krak de Moab, Crac des Moabites
البتراء: Petra, Raqmu
وادي موسى: Petra
العقبة: Aila, Ayla, Aelana
الشوبك: Krak de Montréal
بصيرا: Bozrah
ذيبان: Dibon
حسبان: Heshbon, Esbus
مكاور: Machaerus
المفرق: الفدين, al-Fudayn
"""

PALESTINE = """
القدس: ירושלים, Jerusalem, Gerusalemme, Jerusalén, Yerushalayim, Ierousalim, Hierosolyma, Kudüs, Aelia Capitolina, بيت المقدس, أورشليم
الخليل: חברון, Hebron, Hevron
نابلس: שכם, Naplouse, Neapolis, Flavia Neapolis, Shechem, Sichem
بيت لحم @ 35.20 31.70: Bethlehem, Bethléem, Betlehem, Betlemme, Belén
أريحا: יריחו, Jericho, Gerico, Jericó, Yeriho
جنين: Ginae, Ginea
غزة: עזה, Gaza, Gazze, Gaza City, Azza
رفح: Raphia
دير البلح: Darom, Darum
يافا: יפו, Jaffa, Joppa, Joppe, Yafo, Giaffa
حيفا: חיפה, Caiffa, Hefa
عكا: עכו, Acre, Akko, Akkon, Ptolemais, Saint-Jean-d'Acre, San Giovanni d'Acri, Accho
الناصرة: נצרת, Nazareth, Nazaret, Natzrat
طبريا: טבריה, Tiberias, Tibériade, Tverya, Teveria
صفد: צפת, Tzfat, Zefat
بيسان: בית שאן, Beit She'an, Beth Shean, Bet Shean, Scythopolis
اللد: לוד, Lydda, Diospolis
عسقلان: אשקלון, Ascalon, Ashkelon
أسدود: אשדוד, Ashdod, Azotus
بئر السبع: באר שבע, Beersheba, Be'er Sheva, Bersabee
قيسارية: קיסריה, Caesarea, Césarée, Caesarea Maritima
سبسطية: Samaria, Sebaste
بيت جبرين: Eleutheropolis, Bethgibelin
عمواس: Emmaus, Nicopolis
شفاعمرو: Shefa-Amr, Shfaram, Shefaram
أم الرشراش: إيلات, אילת, Eilat, Elat
يبنا: יבנה, Yavne, Jamnia, Ibelin
كفر ناحوم: Capernaum
العيزرية: Bethany, Béthanie
أرسوف: Apollonia
عتليت: Château Pèlerin
الطنطورة: Dor
بانياس @ 35.69 33.25: Caesarea Philippi, Paneas, Panias, Césarée de Philippe, Belinas
"""

TURKEY = """
Şanlıurfa: أورفة, أورفا, الرها, شانلي أورفا, Urfa, Ourfa, Edessa, Édesse, Riha, Ruha, Orhay, Urhay
Diyarbakır: ديار بكر, آمد, Amed, Amida, Diyarbekir, Dikranagerd
Antakya: أنطاكية, Antioch, Antioche, Antiochia, Antioquía, Antiocheia, Hatay
İskenderun: الإسكندرونة, Alexandretta, Alexandrette, Alessandretta
Gaziantep: غازي عنتاب, عنتاب, عينتاب, Antep, Aintab, Ayntab, Entab, Dîlok
Mardin: ماردين, Mêrdîn, Marida
Nusaybin: نصيبين, Nisibis, Nisibe, Nisêbîn, Nsibin
Kızıltepe: Qoser, Koçhisar, Dunaysir, دنيصر
Cizre: جزيرة ابن عمر, Cizîr, Cizîra Botan, Jazirat ibn Umar, Bezabde, Gazarta
Şırnak: شرناق, Şirnex, Shirnakh
Midyat: مديات, Matiate
İdil @ 41.89 37.34: آزخ, Hezex, Azakh, Azekh, Beth Zabday
Batman @ 41.13 37.88: Êlih, Iluh
Siirt: Sêrt, Seert, Sairt
Bitlis: Baghesh, Bidlis
Van @ 43.38 38.50: Tushpa, Wan
Hakkâri: جولمرك, Çolemêrg, Julamerk, Çölemerik
Yüksekova: Gever
Şemdinli: Şemzînan, Nehri
Bingöl: Çewlîg, Çapakçur
Tunceli: Dêrsim, Mamekiye
Elazığ: خربوط, Harput, Xarpêt, Kharput, Kharpert, Elaziz, Mamuret ül-Aziz
Malatya: ملطية, Meletî, Melitene
Adıyaman: حصن منصور, Semsûr, Hisn Mansur, Hısnımansur
Kahramanmaraş: مرعش, Maraş, Mereş, Marash, Germanicia, Germanikeia
Birecik @ 37.97 37.03: البيرة, Bîrecûg, Birtha
Suruç @ 38.42 36.98: سروج, Pirsûs, Sarug, Serugh, Batnae
Akçakale @ 38.95 36.71: Kaniya Xezalan
Harran @ 39.03 36.86: حران, Carrhae, Carrhes, Karrhai
Ceylanpınar @ 40.05 36.85: Serêkaniyê, Resulayn
Viranşehir: Wêranşar, Tella, Constantina
Hilvan: Curnê Reş
Karkamış @ 38.00 36.83: كركميش, Carchemish, Karkemish, Europos
Reyhanlı @ 36.57 36.27: الريحانية, Rihaniye, Reyhaniye
Samandağ @ 35.97 36.08: السويدية, Suwaydiyah, Süveydiye, Souédié
Dörtyol: Chork Marzban, Çork Merzimen
Yayladağı @ 36.06 35.90: أوردو, Ordu
Tarsus @ 34.89 36.92: طرسوس, Tarsos
Mersin: مرسين, İçel
Kozan @ 35.82 37.45: سيس, Sis
Silvan: ميافارقين, Farqîn, Mayyafariqin, Martyropolis
Hasankeyf: حصن كيفا, Hisn Kayfa, Heskîf, Cepha
Ahlat: خلاط, Khlat
İstanbul: إسطنبول, إستانبول, القسطنطينية, Constantinople, Konstantinopolis, Konstantiniyye, Byzantium
İzmir: إزمير, Smyrna, Smyrne
Ankara: أنقرة, Angora, Ancyra
Konya: قونية, Iconium
Kayseri: قيصرية, Mazaca, Caesarea Mazaca
Trabzon: طرابزون, Trebizond, Trébizonde, Trapezus
Edirne: أدرنة, Adrianople, Andrinople, Hadrianopolis
Bursa: بورصة, Brousse, Prusa
Erzurum: أرضروم, أرزروم, Garin, Theodosiopolis
Sivas: سيواس, Sebasteia, Sebastea
İznik: Nicaea, Nicée, Nikaia
İzmit: Nicomedia, Nicomédie
Bodrum: Halicarnassus
Antalya: أنطاليا, Attaleia, Adalia
Samsun: Amisos
Çanakkale: Dardanelles
"""

IRAN = """
اهواز: الأحواز, Ahvaz, Ahwaz
خرمشهر: المحمرة, Khorramshahr, Muhammara, Mohammerah
ارومیه: Urmia, Rezaiyeh, Wirmê
سنندج: سنە, Sanandaj, Sine, Sinna
کرمانشاه: Kermanshah, Kirmaşan, Bakhtaran
مهاباد: Sabalakh, Sauj Bulaq, Savojbolagh
سلماس: Dilman, Shahpur
همدان: Ecbatana, Ecbatane
شوش: Susa, Suse
تبریز: Tauris
"""

EGYPT = """
القاهرة: Cairo, Le Caire, Kairo
الإسكندرية: Alexandria, Alexandrie, Alejandría, Alessandria, Alexandreia, Rhakotis
الأقصر: Luxor, Louxor, Luksor, Thebes, Theben
أسوان: Syene
السويس: Suez, Clysma
بورسعيد: Port Said
دمياط: Damietta, Damiette
رشيد: Rosetta, Rosette, Bolbitine
الفيوم: مدينة الفيوم, Crocodilopolis, Arsinoe, Medinet el-Fayum
إدفو: Apollinopolis
كوم أمبو: Ombos
إسنا: Latopolis
أسيوط: Lycopolis, Siout
أخميم: Panopolis
قفط: Coptos, Koptos
دندرة: Tentyra
الأشمونين: Hermopolis
البهنسا: Oxyrhynchus
العريش: Rhinocolura, Rhinocorura
الفرما: Pelusium
سمنود: Sebennytos
تل بسطة: Bubastis
صان الحجر: Tanis
ميت رهينة: منف, Memphis
عين شمس: Heliopolis
مصر الجديدة: Heliopolis
سيوة: Ammonium
مرسى مطروح: Paraetonium
القصير @ 34.28 26.10: Leukos Limen
سانت كاترين: Saint Catherine, St Catherine, Sainte-Catherine
الغردقة: Hurghada
أبو سمبل: Ibsambul
وادي النطرون: Scetis
دمنهور: Hermopolis Parva
السادس من أكتوبر: 6 أكتوبر, 6th of October City, October City
العاشر من رمضان: 10th of Ramadan City
"""

LIBYA = """
طرابلس: Tripoli, Tripolis, Oea, طرابلس الغرب, Trablusgarp
بنغازي: Berenice, Euesperides
سرت: Syrte
درنة: Darnis
طبرق: Antipyrgus
البيضاء @ 21.74 32.76: Balagrae
شحات: Cyrene, Cirene, Kyrene
الخمس: Lebda
لبدة: Leptis Magna, Lepcis Magna
المرج @ 20.83 32.49: Barca, Barce
توكرة: Teuchira, Taucheira
سوسة @ 21.96 32.90: Apollonia, Marsa Susa, Sozousa
طلميثة: Ptolemais
غدامس: Cydamus
جرمة: Garama
"""

YEMEN = """
صنعاء: Azal
عدن: Eudaemon Arabia
المخا: Mocha, Moka
شبوة: Sabota
براقش: Yathill
"""

SUDAN = """
أم درمان: Omdurman
بورتسودان: بور سودان, Port Sudan, Port-Soudan
الأبيض @ 30.22 13.18: El Obeid
البجراوية: Meroe
"""

ARABIA = """
مكة المكرمة: مكة, Mecca, La Mecque, La Meca, La Mecca
المدينة المنورة: Medina, Médine, يثرب, Yathrib
العلا: Dedan
مدائن صالح @ 37.95 26.80: الحجر, Hegra
مسقط: Mascate
مدينة الكويت: Kuwait City
"""

ALGERIA = """
الجزائر: Algiers, Alger, Algier, Argel, Algeri, Icosium
وهران: Oran, Orano
قسنطينة: Constantine, Cirta
عنابة: Bône, Bona, Hippo Regius
بجاية: Bougie, Bugia, Saldae
سكيكدة: Philippeville, Rusicade
الشلف @ 1.33 36.17: الأصنام, El Asnam, Orléansville
"""

TUNISIA = """
بنزرت: Hippo Diarrhytus
سوسة: Hadrumetum
قابس: Tacapae
قرطاج: Carthage, Cartagine, Karthago
"""

MOROCCO = """
الدار البيضاء: Casablanca, Anfa
طنجة: Tangier, Tingis
الجديدة: Mazagan
الصويرة: Mogador
القنيطرة: Port Lyautey
سبتة: Ceuta
مليلية: Melilla
الداخلة: Villa Cisneros
"""

LANDS: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (SYRIA, (35.5, 32.2, 42.5, 37.5)),
    (LEBANON, (35.0, 33.0, 36.7, 34.8)),
    (IRAQ, (38.7, 29.0, 48.8, 37.5)),
    (JORDAN, (34.9, 29.1, 39.4, 33.4)),
    (PALESTINE, (34.1, 29.4, 35.95, 33.4)),
    (TURKEY, (25.6, 35.7, 44.9, 42.2)),
    (IRAN, (44.0, 25.0, 63.4, 39.8)),
    (EGYPT, (24.6, 21.9, 37.0, 31.8)),
    (LIBYA, (9.3, 19.5, 25.2, 33.3)),
    (YEMEN, (41.8, 12.0, 54.6, 19.0)),
    (SUDAN, (21.8, 3.4, 38.7, 22.3)),
    (ARABIA, (34.4, 16.3, 60.0, 32.2)),
    (ALGERIA, (-8.8, 18.9, 12.0, 37.2)),
    (TUNISIA, (7.5, 30.2, 11.7, 37.6)),
    (MOROCCO, (-17.2, 20.7, -1.0, 36.0)),
)
"""Tables, and the boxes (west, south, east, north) in which they hold."""
