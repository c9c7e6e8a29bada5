"""What English-speaking reports and maps call towns whose map has no Latin name for them.

One town a line: the local name, a colon, the name to show, spelled as the United Nations and the press
spell it today. It serves every place of that very name in its land: names that are written alike are
spelled alike. Where the name is another one, ``@ lon lat`` tells the town meant, as in `exonym_tables`.
"""

SYRIA = """
حلب @ 37.16 36.20: Aleppo
دمشق @ 36.29 33.51: Damascus
حمص @ 36.72 34.73: Homs
حماة: Hama
اللاذقية @ 35.78 35.52: Latakia
طرطوس: Tartus
إدلب: Idlib
الرقة: Raqqa
دير الزور: Deir ez-Zor
الحسكة: Al-Hasakah
القامشلي: Qamishli
درعا: Daraa
السويداء: As-Suwayda
القنيطرة: Quneitra
سلمية: Salamiyah
إثريا: Ithriya
أثريا: Ithriya
خناصر: Khanasser
السفيرة: As-Safira
السعن: As-Saan
السخنة: As-Sukhnah
خان شيخون: Khan Shaykhun
معرة النعمان: Maarrat al-Numan
سراقب: Saraqib
أريحا: Ariha
جسر الشغور: Jisr al-Shughur
كفر نبل: Kafr Nabl
كفر رومة: Kafr Ruma
كفر تخاريم: Kafr Takharim
كفر نبودة: Kafr Nabudah
كفر زيتا: Kafr Zita
كفر لاحة: Kafr Laha
كفر بهم: Kafr Buhum
كفر حمرة: Kafr Hamrah
كفر بطنا: Kafr Batna
كفر شمس: Kafr Shams
مورك: Morek
اللطامنة: Al-Lataminah
حلفايا: Halfaya
محردة: Mahardah
صوران: Suran
طيبة الإمام: Tayyibat al-Imam
قمحانة: Qomhana
خطاب: Khattab
كرناز: Karnaz
قلعة المضيق: Qalaat al-Madiq
سقيلبية: Suqaylabiyah
السقيلبية: Suqaylabiyah
تل سلحب: Tell Salhab
شطحة: Shathah
مصياف: Masyaf
الرستن: Rastan
تلبيسة: Talbiseh
تلدو: Taldou
تلكلخ: Talkalakh
القصير: Al-Qusayr
صدد: Sadad
حسية: Hisyah
المشرفة: Al-Mishrifeh
تدمر @ 38.28 34.56: Palmyra
القريتين: Al-Qaryatayn
شين: Shin
الحصن: Al-Husn
بانياس: Baniyas
جبلة: Jableh
القرداحة: Qardaha
الحفة: Al-Haffah
كسب: Kessab
سلمى: Salma
صافيتا: Safita
دريكش: Duraykish
الشيخ بدر: Ash-Shaykh Badr
مشقيتا: Mashqita
عفرين: Afrin
أعزاز: Azaz
اعزاز: Azaz
مارع: Marea
تل رفعت: Tell Rifaat
الباب: Al-Bab
منبج: Manbij
جرابلس: Jarabulus
تادف: Tadif
بزاعا: Buzaah
قباسين: Qabasin
العريمة: Al-Arimah
دير حافر: Deir Hafir
مسكنة: Maskanah
الخفسة: Al-Khafsah
تل عرن: Tell Aran
تل الضمان: Tell ad-Daman
الحاضر: Al-Hadher
الزربة: Az-Zirbah
نبل: Nubl
الزهراء: Az-Zahraa
حريتان: Hraytan
عندان: Anadan
دارة عزة: Darat Izza
الأتارب: Al-Atarib
أبو الضهور: Abu al-Duhur
جندريس: Jindires
جنديرس: Jindires
راجو: Rajo
بلبل: Bulbul
شران: Sharran
معبطلي: Maabatli
شيخ الحديد: Shaykh al-Hadid
سرمدا: Sarmada
الدانا: Al-Dana
ترمانين: Tarmanin
سلقين: Salqin
حارم: Harem
أرمناز: Armanaz
معرتمصرين: Maarrat Misrin
بنش: Binnish
الفوعة: Al-Fuah
سرمين: Sarmin
تل منيس: Tell Mannis
جرجناز: Jarjanaz
سنجار: Sinjar
محمبل: Muhambal
البارة: Al-Bara
عين العرب @ 38.35 36.89: Kobani
تل أبيض: Tell Abyad
عين عيسى: Ain Issa
سلوق: Suluk
معدان: Maadan
الطبقة: Tabqa
المنصورة: Al-Mansurah
ناحية المنصورة: Al-Mansurah
الكرامة: Al-Karamah
رأس العين: Ras al-Ayn
تل تمر: Tell Tamer
الدرباسية: Al-Darbasiyah
عامودا: Amuda
القحطانية: Al-Qahtaniyah
الجوادية: Al-Jawadiyah
المالكية: Al-Malikiyah
اليعربية: Al-Yaarubiyah
تل حميس: Tell Hamis
تل براك: Tell Brak
الشدادي: Ash-Shaddadi
عريشة: Al-Arisha
الهول: Al-Hawl
الميادين: Al-Mayadin
البو كمال: Abu Kamal
أبو كمال: Abu Kamal
العشارة: Al-Asharah
الأشارة: Al-Asharah
البصيرة: Al-Busayrah
خشام: Khasham
هجين: Hajin
الشعفة: Al-Shaafah
شحيل: Al-Shuhayl
الشحيل: Al-Shuhayl
الصور: As-Suwar
الكسرة: Al-Kasrah
التبني: Al-Tebni
دوما: Douma
حرستا: Harasta
عربين: Arbin
زملكا: Zamalka
سقبا: Saqba
عين ترما: Ain Tarma
جرمانا: Jaramana
جرمانة: Jaramana
المليحة: Al-Mulayhah
ببيلا: Babbila
بيت سحم: Bayt Sahm
السيدة زينب: Sayyidah Zaynab
الحجر الأسود: Al-Hajar al-Aswad
مخيم اليرموك: Yarmouk Camp
سبينة: Sbeineh
داريا: Darayya
المعضمية: Muadamiyat
معضمية الشام: Muadamiyat al-Sham
صحنايا: Sahnaya
أشرفية صحنايا: Ashrafiyat Sahnaya
جديدة عرطوز: Jdeidat Artuz
عرطوز: Artuz
قطنا: Qatana
الكسوة: Al-Kiswah
زاكية: Zakiyah
خان الشيح: Khan al-Shih
كناكر: Kanaker
سعسع: Saasaa
التل: Al-Tall
عين منين: Ain Minin
معلولا: Maaloula
القطيفة: Al-Qutayfah
الرحيبة: Ar-Ruhaybah
جيرود: Jayrud
ضمير: Dumayr
عدرا: Adra
يبرود: Yabrud
النبك: An-Nabk
دير عطية: Deir Atiyah
قارة: Qarah
الزبداني: Al-Zabadani
سرغايا: Serghaya
قدسيا: Qudsaya
ضاحية قدسيا: Dahiyat Qudsaya
الديماس: Al-Dimas
العتيبة: Al-Utaybah
النشابية: Al-Nashabiyah
الغزلانية: Al-Ghizlaniyah
حران العواميد: Harran al-Awamid
شبعا: Shabaa
الصنمين: As-Sanamayn
إزرع: Izra
ازرع: Izra
جاسم: Jasim
إنخل: Inkhil
انخل: Inkhil
نوى: Nawa
الحارة: Al-Harah
نمر: Nimr
تسيل: Tasil
الشيخ مسكين: Ash-Shaykh Maskin
داعل: Dael
إبطع: Ibta
طفس: Tafas
المزيريب: Muzayrib
خربة غزالة: Khirbet Ghazaleh
الحراك: Al-Hirak
بصر الحرير: Busra al-Harir
المسيفرة: Al-Musayfirah
صيدا: Saida
بصرى الشام: Bosra
غباغب: Ghabaghib
غباغيب: Ghabaghib
خان أرنبة: Khan Arnabah
شهبا: Shahba
صلخد: Salkhad
القريا: Al-Qurayya
"""

IRAQ = """
بغداد: Baghdad
الموصل @ 43.13 36.34: Mosul
البصرة @ 47.81 30.51: Basra
أربيل: Erbil
اربيل: Erbil
كركوك: Kirkuk
السليمانية: Sulaymaniyah
دهوك: Duhok
النجف: Najaf
كربلاء: Karbala
الحلة: Hillah
الديوانية: Diwaniyah
الكوت: Kut
العمارة: Amarah
الناصرية: Nasiriyah
السماوة: Samawah
الرمادي: Ramadi
الفلوجة: Fallujah
بعقوبة: Baqubah
تكريت: Tikrit
سامراء: Samarra
بيجي: Baiji
سنجار: Sinjar
تلعفر: Tal Afar
زاخو: Zakho
القائم: Al-Qa'im
هيت: Hit
حديثة: Haditha
عنه: Anah
الرطبة: Rutbah
"""

LEBANON = """
بيروت: Beirut
طرابلس @ 35.84 34.44: Tripoli
صيدا @ 35.37 33.56: Sidon
صور @ 35.20 33.27: Tyre
زحلة: Zahle
بعلبك: Baalbek
جونية: Jounieh
جبيل @ 35.65 34.12: Byblos
النبطية: Nabatieh
الهرمل: Hermel
عرسال: Arsal
"""

PALESTINE = """
غزة @ 34.46 31.50: Gaza
رفح: Rafah
خان يونس: Khan Yunis
دير البلح: Deir al-Balah
جباليا: Jabalia
بيت لاهيا: Beit Lahia
بيت حانون: Beit Hanoun
القدس @ 35.22 31.78: Jerusalem
رام الله: Ramallah
نابلس: Nablus
الخليل @ 35.10 31.53: Hebron
جنين: Jenin
طولكرم: Tulkarm
قلقيلية: Qalqilya
أريحا @ 35.45 31.86: Jericho
بيت لحم @ 35.20 31.70: Bethlehem
"""

YEMEN = """
صنعاء: Sanaa
عدن: Aden
تعز: Taiz
الحديدة: Hodeidah
مأرب: Marib
صعدة: Saada
إب: Ibb
ذمار: Dhamar
حجة: Hajjah
المكلا: Mukalla
شبوة: Shabwah
عتق: Ataq
زنجبار: Zinjibar
المخا @ 43.25 13.32: Mocha
"""

SUDAN = """
الخرطوم: Khartoum
أم درمان: Omdurman
الفاشر: El Fasher
نيالا: Nyala
الجنينة: El Geneina
الأبيض: El Obeid
كسلا: Kassala
القضارف: Gedaref
بورتسودان: Port Sudan
ود مدني: Wad Madani
سنار: Sennar
كوستي: Kosti
الدمازين: Ed Damazin
كادقلي: Kadugli
عطبرة: Atbara
دنقلا: Dongola
"""

LIBYA = """
طرابلس @ 13.19 32.89: Tripoli
بنغازي: Benghazi
مصراتة: Misrata
سرت: Sirte
درنة: Derna
طبرق: Tobruk
سبها: Sabha
غريان: Gharyan
الزاوية: Zawiya
أجدابيا: Ajdabiya
"""

ENGLISH: tuple[tuple[str, tuple[float, float, float, float]], ...] = (
    (SYRIA, (35.5, 32.2, 42.5, 37.5)),
    (LEBANON, (35.0, 33.0, 36.7, 34.8)),
    (IRAQ, (38.7, 29.0, 48.8, 37.5)),
    (PALESTINE, (34.1, 31.2, 35.6, 32.6)),
    (YEMEN, (41.8, 12.0, 54.6, 19.0)),
    (SUDAN, (21.8, 3.4, 38.7, 22.3)),
    (LIBYA, (9.3, 19.5, 25.2, 33.3)),
)
"""Tables, and the boxes (west, south, east, north) in which they hold; of two, the first decides."""
